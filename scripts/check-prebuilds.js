'use strict';

// Checks the binaries of prebuilds/: `npm run check:prebuilds [-- linux-x64 …]`. See prebuild/check.js for what.

const fs = require('node:fs');

const { check } = require('./prebuild/check.js');
const { binaryOf, chosenTargets } = require('./prebuild/targets.js');

for (const target of chosenTargets(process.argv.slice(2))) {
  const file = binaryOf(target);
  const { complaints, summary } = fs.existsSync(file)
    ? check(target, file)
    : { complaints: ['it is not there: npm run prebuild builds it'] };
  for (const complaint of complaints) console.error(`${target}: ${complaint}`);
  if (complaints.length > 0) process.exitCode = 1;
  else console.log(`${target.padEnd(12)} ${summary}`);
}
