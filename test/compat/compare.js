'use strict';

const { HERE, readTranscript, runCases } = require('./suite.js');
const { chosenCases, differences, iotjsBinary, needNamespace, runTool } = require('./tool.js');

const USAGE = `Usage: npm run compat -- --iotjs IOTJS [CASE...]

Runs the cases (all of them by default) on an IoT.js binary and on this package, and prints where they
differ: lines marked - are IoT.js's, lines marked + are printed here. The exit code is 1 when there is a
difference that docs/departures.md does not list.

  --iotjs IOTJS   the IoT.js binary
  --help          print this`;

runTool({
  usage: USAGE,
  options: { iotjs: { type: 'string' } },
  async main(values, names) {
    const iotjs = iotjsBinary(values.iotjs);
    const cases = chosenCases(names);
    await needNamespace();
    return compare([iotjs, []], cases);
  },
});

async function compare(command, cases) {
  const onDevice = await runCases(command, cases);
  const here = await runCases(HERE, cases);

  const count = { same: 0, departure: 0, unexpected: 0 };
  for (const name of cases) {
    const { verdict, text } = judge(name, onDevice.get(name), here.get(name));
    count[verdict]++;
    if (text) console.log(`${name}: ${text}\n`);
  }
  console.log(`${cases.length} cases: ${count.same} the same, ${count.departure} known departures, ` +
    `${count.unexpected} unexpected`);
  return count.unexpected === 0;
}

function judge(name, onDevice, here) {
  const failed = [onDevice, here].find(({ error }) => error);
  if (failed) return { verdict: 'unexpected', text: failed.error.message };

  const meant = readTranscript('here', name);
  if (onDevice.transcript === here.transcript) {
    return meant === null
      ? { verdict: 'same' }
      : { verdict: 'unexpected', text: 'listed as a departure, but both print the same' };
  }
  const lines = differences(onDevice.transcript, here.transcript);
  return meant === here.transcript
    ? { verdict: 'departure', text: `differs, a known departure\n${lines}` }
    : { verdict: 'unexpected', text: `differs\n${lines}` };
}
