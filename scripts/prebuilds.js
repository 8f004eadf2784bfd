'use strict';

// Builds the binaries that the package brings, all on one Linux machine (x64): `npm run prebuild [-- linux-x64 …]`.
// Two builds of one commit give the same bytes. (A script named `prebuild` npm would also run before `build`.)

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { compileAddon } = require('./prebuild/compile.js');
const { link } = require('./prebuild/link.js');
const { binaryOf, chosenTargets } = require('./prebuild/targets.js');

for (const target of chosenTargets(process.argv.slice(2))) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'iotjs-dgram-prebuild-'));
  try {
    const built = path.join(directory, 'iotjs_dgram.node');
    link(target, compileAddon(target, directory), directory, built);
    const binary = binaryOf(target);
    fs.mkdirSync(path.dirname(binary), { recursive: true });
    fs.copyFileSync(built, binary);
    fs.chmodSync(binary, 0o755);
    const bytes = fs.readFileSync(binary);
    const hash = createHash('sha256').update(bytes).digest('hex');
    console.log(`${target.padEnd(12)} ${String(bytes.length).padStart(6)} bytes  sha256 ${hash}`);
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}
