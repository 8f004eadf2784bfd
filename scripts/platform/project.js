'use strict';

// An empty project that the tarball was installed in, and the tests beside what was installed: so they test that.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const { firstScript } = require('../first-script.js');
const { pack } = require('../pack.js');
const { ROOT } = require('../prebuild/targets.js');

/** In the project: the package. */
const INSTALLED = 'node_modules/iotjs-dgram';

/** What the tests need besides the package. */
const TOOLS = ['mocha', 'diff', 'eslint'];

/** What the tests read of a checkout and the tarball does not have. */
const OF_CHECKOUT = ['test', '.mocharc.json', 'scripts'];

/**
 * @param {string} directory where it is made; what was there is removed
 * @throws {Error} where the binaries are missing, or npm fails
 */
function makeProject(directory) {
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(directory, { recursive: true });
  fs.writeFileSync(path.join(directory, 'package.json'), '{ "private": true }\n');
  fs.writeFileSync(path.join(directory, 'first.js'), firstScript().code);
  // The package is alone, with its dependencies in it: some tests copy those.
  const install = ['install', '--no-audit', '--no-fund', '--loglevel=error', '--install-strategy=nested'];
  execFileSync('npm', [...install, pack(directory)], { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] });
  const { devDependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', '--no-save',
    ...TOOLS.map((name) => `${name}@${devDependencies[name]}`)],
  { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] });
  for (const name of OF_CHECKOUT) {
    fs.cpSync(path.join(ROOT, name), path.join(directory, INSTALLED, name), { recursive: true });
  }
}

module.exports = { INSTALLED, makeProject };
