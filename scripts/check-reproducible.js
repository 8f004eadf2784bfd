'use strict';

// Checks that another checkout gives the same binaries: `npm run check:reproducible`. Builds all of them once more,
// from a copy of the checked out files in another directory and without what the compiler has kept, and compares the
// bytes with those in prebuilds/.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { ROOT, binaryOf, chosenTargets } = require('./prebuild/targets.js');

/** What is not checked out, and used as it is: installed packages, the compiler among them. */
const INSTALLED = ['node_modules', path.join('.variants', 'packages')];

function copyCheckout(copy) {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of files) fs.cpSync(path.join(ROOT, file), path.join(copy, file));
  fs.mkdirSync(path.join(copy, '.variants'));
  for (const directory of INSTALLED) fs.symlinkSync(path.join(ROOT, directory), path.join(copy, directory));
}

function main() {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'iotjs-dgram-again-'));
  process.once('exit', () => fs.rmSync(copy, { recursive: true, force: true }));
  copyCheckout(copy);
  const build = path.join(copy, 'scripts', 'prebuilds.js');
  execFileSync(process.execPath, [build], { stdio: ['ignore', 'ignore', 'inherit'] });
  for (const target of chosenTargets([])) {
    const binary = binaryOf(target);
    if (fs.readFileSync(binary).equals(fs.readFileSync(path.join(copy, path.relative(ROOT, binary))))) {
      console.log(`${target.padEnd(12)} the same bytes`);
    } else {
      console.error(`${target}: another build gives other bytes`);
      process.exitCode = 1;
    }
  }
}

main();
