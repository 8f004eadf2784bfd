'use strict';

// Preloaded where the command runs a script, and in what that script forks: lib/register.js, and the script is run as
// a device runs it.

const fs = require('node:fs');
const Module = require('node:module');

const { isScript } = require('../lib/scripts');

/** `new Buffer()` is what devices have: Node's warning about it is noise here. */
function silenceBufferWarning() {
  const { emitWarning } = process;
  process.emitWarning = function emit(warning, type, code, ...rest) {
    if (code !== 'DEP0005') Reflect.apply(emitWarning, this, [warning, type, code, ...rest]);
  };
}

/** A device knows CommonJS alone: a .js file is that, whatever the nearest package.json says. */
function readAsCommonJS() {
  const load = Module._extensions['.js'];
  Module._extensions['.js'] = function loadScript(module, filename) {
    if (isScript(filename)) module._compile(fs.readFileSync(filename, 'utf8'), filename, 'commonjs');
    else load(module, filename);
  };
  const { runMain } = Module;
  Module.runMain = function runScript(main = process.argv[1]) {
    if (main.endsWith('.mjs')) Reflect.apply(runMain, this, [main]);
    else Module._load(main, null, true);
  };
}

silenceBufferWarning();
readAsCommonJS();
// After that: with --strict it checks a script before it is read.
require('../lib/register');
