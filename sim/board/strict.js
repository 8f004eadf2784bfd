'use strict';

// The setting `strict`: scripts are checked before they run.

const Module = require('node:module');
const threads = require('node:worker_threads');

const { isScript } = require('../../lib/scripts');
const { check, format } = require('../../lint/check');
const { MARK } = require('../fleet/isolated/protocol');
const { shortName } = require('./table');

/** The `id` of the main module. */
const MAIN = '.';

/** The scripts that have been checked; null before there is anything to check. */
let checked = null;

/**
 * @param {string} file a script; what it requires is checked with it
 * @param {{target: string|undefined, allow: string[]}} settings as settings.js reads them
 * @returns {string[]} the files that were checked
 * @throws {Error} code IOTJS_DGRAM_UNSUPPORTED, with `findings`, which its message lists; code IOTJS_DGRAM_NO_ESLINT
 *   where ESLint is missing
 */
function refuseUnportable(file, { target, allow }) {
  const options = target === undefined ? {} : { targets: [target], allow: allow.map(shortName) };
  const { files, findings } = check([file], options);
  if (findings.length > 0) {
    const error = new Error(`A device cannot run this (--strict):\n${format(findings).join('\n')}`);
    error.code = 'IOTJS_DGRAM_UNSUPPORTED';
    error.findings = findings;
    throw error;
  }
  return files;
}

/**
 * The same for the script of a process: where it is refused, the process ends with exit code 1, since a stack would
 * only show how Node.js loads scripts.
 */
function checkMain(file, settings) {
  try {
    return refuseUnportable(file, settings);
  } catch (error) {
    if (!error.code?.startsWith('IOTJS_DGRAM_')) throw error;
    process.stderr.write(`iotjs-dgram: ${error.message}\n`);
    process.exit(1);
  }
}

/**
 * @param {object} settings as for refuseUnportable()
 * @returns {function(string)} checks a script, once each; throws as refuseUnportable()
 */
function checkerOf(settings) {
  const seen = new Set();
  return (file) => {
    if (seen.has(file)) return;
    for (const each of refuseUnportable(file, settings)) seen.add(each);
  };
}

/**
 * From now on each script is checked before it is loaded. A fleet checks its script once, for all copies.
 *
 * @param {object} settings as for refuseUnportable()
 */
function checkScripts(settings) {
  if (checked !== null || threads.workerData?.[MARK] !== undefined) return;
  checked = new Set();
  const load = Module._extensions['.js'];
  Module._extensions['.js'] = function loadChecked(module, filename) {
    if (isScript(filename) && !checked.has(filename)) {
      const refuse = module.id === MAIN ? checkMain : refuseUnportable;
      for (const file of refuse(filename, settings)) checked.add(file);
    }
    Reflect.apply(load, this, [module, filename]);
  };
}

module.exports = { checkMain, checkScripts, checkerOf };
