'use strict';

// Linux with musl instead of glibc, as Alpine has it.

const path = require('node:path');

const { muslNode } = require('../musl-node/musl-node.js');
const { installDebian, versionOf } = require('./debian.js');

/**
 * @returns {string} the Node.js
 * @throws {Error} where it cannot be had
 */
function installMuslNode() {
  installDebian({ '/lib/ld-musl-x86_64.so.1': 'musl', '/usr/bin/patchelf': 'patchelf', '/usr/bin/gcc': 'gcc' });
  return muslNode();
}

/**
 * @param {string} node
 * @returns {{name: string, command: Function}} as in systems.js
 */
function prepareMusl(node) {
  return {
    name: `musl ${versionOf('musl')}`,
    command: (project, inside, args) => ({ program: node, args, cwd: path.join(project, inside), env: {} }),
  };
}

module.exports = { installMuslNode, prepareMusl };
