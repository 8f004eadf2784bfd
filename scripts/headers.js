'use strict';

const fs = require('node:fs');
const path = require('node:path');

/** The prefix of this Node.js, if its headers are installed beside it; else undefined. */
function headersRoot() {
  const prefix = path.dirname(path.dirname(process.execPath));
  return fs.existsSync(path.join(prefix, 'include', 'node', 'node_api.h')) ? prefix : undefined;
}

/**
 * @returns {object} for the environment of node-gyp: where headers are that need not be fetched
 */
function gypEnvironment() {
  const nodedir = process.env.npm_config_nodedir ?? headersRoot();
  return nodedir === undefined ? {} : { npm_config_nodedir: nodedir };
}

module.exports = { gypEnvironment, headersRoot };
