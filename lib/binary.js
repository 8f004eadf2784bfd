'use strict';

// Where the addon is.

const fs = require('node:fs');
const path = require('node:path');

const NAME = 'iotjs_dgram.node';

/** Whether this machine runs the binary for its architecture: the one for `arm` is for ARMv7. */
function fits() {
  return process.arch !== 'arm' || Number(process.config.variables.arm_version) >= 7;
}

/**
 * Finds the addon: one that was built here before the one that came with the package.
 *
 * @param {string} [root] the package's directory; by default the variable IOTJS_DGRAM_PREBUILD, or this package
 * @returns {?string} its file; undefined when there is none for this system
 */
function findBinary(root = process.env.IOTJS_DGRAM_PREBUILD || path.dirname(__dirname)) {
  return [
    path.resolve(root, 'build', 'Release', NAME),
    path.resolve(root, 'src', 'build', 'Release', NAME), // by `npm run build` in the installed package
    ...(fits() ? [path.resolve(root, 'prebuilds', `${process.platform}-${process.arch}`, NAME)] : []),
  ].find((file) => fs.existsSync(file));
}

module.exports = { findBinary };
