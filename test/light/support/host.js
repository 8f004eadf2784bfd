'use strict';

// Runs light copies as a fleet's host would: `node host.js COPIES SCRIPT [ARGUMENT...]`. A copy's output is this
// process's; where there are several, each line starts with its index. The exit code is the largest of the copies'.

const fs = require('node:fs');
const path = require('node:path');
const { inspect } = require('node:util');

const { readForProcess } = require('../../../sim/board/settings.js');
const { Lines } = require('../../../sim/fleet/lines.js');
const { Host } = require('../../../sim/fleet/light/host.js');

function main([number, script, ...scriptArgs]) {
  const count = Number(number);
  const host = new Host({
    script: path.resolve(script), scriptArgs, count, settings: readForProcess(process.env),
  });
  if (process.env.PATIENCE) {
    const { Watchdog } = require('../../../sim/fleet/light/watchdog.js');
    new Watchdog(host, { patience: Number(process.env.PATIENCE) });
  }
  for (let index = 0; index < count; index++) watch(host.add(index), count === 1 ? '' : `[${index}] `);
}

function watch(copy, prefix) {
  const lines = [undefined, new Lines(prefix), new Lines(prefix)];
  copy.on('output', (stream, text) => fs.writeSync(stream, lines[stream].add(text)));
  copy.on('error', (error) => fs.writeSync(2, lines[2].add(`${inspect(error)}\n`)));
  copy.on('counts', (counts) => fs.writeSync(1, lines[1].add(`counts ${JSON.stringify(counts)}\n`)));
  copy.on('end', (code) => {
    for (const stream of [1, 2]) fs.writeSync(stream, lines[stream].end());
    if (prefix !== '') fs.writeSync(1, `${prefix}exit ${code}\n`);
    process.exitCode = Math.max(process.exitCode ?? 0, code);
  });
}

main(process.argv.slice(2));
