'use strict';

// Makes the tarball that is published: `npm run pack`. It needs the binaries of `npm run prebuild`.
//
// A checkout compiles itself when npm installs it; what is published must not: it has no install script, and no
// binding.gyp at its root, since npm runs node-gyp where one stands. So the tarball is made of a copy, with a
// package.json of its own.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { ROOT, TARGETS, binaryOf } = require('./prebuild/targets.js');

/** The scripts that work in an installed package. */
const SCRIPTS = {
  build: 'node-gyp rebuild --directory=src', // for a system that the package has no binary for; npm brings node-gyp
  start: 'node examples/run.js',
};

const ALWAYS = ['LICENSE', 'README.md'];

/** The package.json of the tarball, made of the checkout's. */
function packageJson() {
  const json = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  delete json.devDependencies;
  json.files = json.files.filter((name) => name !== 'binding.gyp');
  return { ...json, gypfile: false, scripts: SCRIPTS };
}

/**
 * Packs the checkout.
 *
 * @param {string} destination the directory for the tarball
 * @returns {string} its path
 */
function pack(destination) {
  const stage = fs.mkdtempSync(path.join(os.tmpdir(), 'iotjs-dgram-pack-'));
  try {
    const json = packageJson();
    fs.writeFileSync(path.join(stage, 'package.json'), `${JSON.stringify(json, null, 2)}\n`);
    for (const name of [...ALWAYS, ...json.files.filter((each) => !each.startsWith('!'))]) {
      // Not what a build has left in src/.
      const filter = (source) => path.basename(source) !== 'build';
      fs.cpSync(path.join(ROOT, name), path.join(stage, name), { recursive: true, filter });
    }
    const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', destination];
    execFileSync('npm', args, { cwd: stage, stdio: ['ignore', 'ignore', 'inherit'] });
    return path.join(destination, `${json.name}-${json.version}.tgz`);
  } finally {
    fs.rmSync(stage, { recursive: true, force: true });
  }
}

if (require.main === module) {
  const missing = Object.keys(TARGETS).filter((target) => !fs.existsSync(binaryOf(target)));
  if (missing.length > 0) throw new Error(`npm run prebuild comes first: there is nothing for ${missing.join(', ')}`);
  console.log(pack(ROOT));
}

module.exports = { pack };
