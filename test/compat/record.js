'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { TRANSCRIPTS, runCases } = require('./suite.js');
const { UsageError, chosenCases, differences, iotjsBinary, needNamespace, runTool } = require('./tool.js');

const USAGE = `Usage: npm run compat:record -- [options] IOTJS [CASE...]

Runs the cases (all of them by default) on an IoT.js binary and writes down what it prints. A case that
does not print the same each time is not recorded.

  --runs N            how often each case is run; default 3
  --transcripts DIR   where to write; default test/compat/transcripts/iotjs
  --help              print this`;

runTool({
  usage: USAGE,
  options: {
    runs: { type: 'string', default: '3' },
    transcripts: { type: 'string', default: path.join(TRANSCRIPTS, 'iotjs') },
  },
  async main(values, [file, ...names]) {
    const iotjs = iotjsBinary(file);
    const cases = chosenCases(names);
    const runs = Number(values.runs);
    if (!Number.isInteger(runs) || runs < 1) throw new UsageError(`--runs takes a number, not ${values.runs}.`);
    await needNamespace();
    return record([iotjs, []], cases, runs, values.transcripts);
  },
});

async function record(command, cases, runs, directory) {
  const rounds = [];
  for (let round = 0; round < runs; round++) rounds.push(await runCases(command, cases));

  fs.mkdirSync(directory, { recursive: true });
  let refused = 0;
  for (const name of cases) {
    const results = rounds.map((round) => round.get(name));
    const reason = whyNot(results);
    if (reason) {
      refused++;
      console.log(`${name}: not recorded, ${reason}`);
    } else {
      fs.writeFileSync(path.join(directory, `${name}.txt`), results[0].transcript);
    }
  }
  console.log(`${cases.length - refused} of ${cases.length} cases recorded, each run ${runs} times`);
  return refused === 0;
}

function whyNot(results) {
  const failed = results.find(({ error }) => error);
  if (failed) return failed.error.message;
  const [first] = results;
  const other = results.find(({ transcript }) => transcript !== first.transcript);
  return other && `it differs from run to run:\n${differences(first.transcript, other.transcript)}`;
}
