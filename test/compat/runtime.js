'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { run } = require('../support/run.js');
const { differences, notCompared, read } = require('./runtime/facts.js');
const { UsageError, iotjsBinary, runTool } = require('./tool.js');

const TELL = path.join(__dirname, 'runtime', 'tell.js');

const USAGE = `Usage: npm run compat:runtime -- --iotjs IOTJS [--record FILE]

Asks an IoT.js binary for all that its runtime has, and prints where sim/board/runtime.json and instead.json
differ, both ways. The exit code is 1 when they do. Modules that the binary is built without are named.

  --iotjs IOTJS   the IoT.js binary
  --record FILE   write down what it told; test/compat/transcripts/runtime.txt is what the tests read
  --help          print this`;

runTool({
  usage: USAGE,
  options: { iotjs: { type: 'string' }, record: { type: 'string' } },
  async main({ iotjs, record }, [surplus]) {
    const binary = iotjsBinary(iotjs);
    if (surplus !== undefined) throw new UsageError(`It takes no ${surplus}.`);
    const { code, signal, stdout, stderr } = await run(binary, [TELL]);
    if (code !== 0) {
      console.log(`It ended with ${signal ?? `exit code ${code}`}, and printed:\n${stdout}${stderr}`.trimEnd());
      return false;
    }
    if (record !== undefined) fs.writeFileSync(record, stdout);
    return report(read(stdout));
  },
});

function report(told) {
  const found = differences(told);
  for (const difference of found) console.log(difference);
  const without = notCompared(told);
  if (without.length > 0) console.log(`Not compared, because this IoT.js does not load them: ${without.join(', ')}`);
  console.log(`${found.length} differences`);
  return found.length === 0;
}
