'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { diffLines } = require('./diff.js');
const { requireNamespace } = require('../support/namespace.js');
const {
  HERE, caseNames, expectedTranscript, readTranscript, runCases, transcriptNames
} = require('./suite.js');

const DEPARTURES = path.join(__dirname, '..', '..', 'docs', 'departures.md');

describe('compatibility with IoT.js', () => {
  describe('the files of the suite', () => {
    it('each case has a transcript of IoT.js, and each transcript a case', () => {
      assert.deepStrictEqual(transcriptNames('iotjs'), caseNames());
    });

    it('what is printed here in another way is not what IoT.js prints', () => {
      for (const name of transcriptNames('here')) {
        assert.notStrictEqual(readTranscript('here', name), readTranscript('iotjs', name), name);
      }
    });

    it('docs/departures.md has a row for each departure, and no other', () => {
      const rows = fs.readFileSync(DEPARTURES, 'utf8').matchAll(/^\| `([^`]+)` \|/gm);
      const named = Array.from(rows, ([, name]) => name);
      assert.deepStrictEqual(named.sort(), transcriptNames('here'));
    });
  });

  describe('the cases', () => {
    let results;

    before(requireNamespace);
    before('run the cases', async () => {
      results = await runCases(HERE, caseNames());
      // Cases wait by timers of some 20 ms. On a machine so busy that two of them are due at once, a case can print its
      // lines in another order: those that differ run once more, one at a time.
      for (const name of caseNames().filter((each) => results.get(each).transcript !== expectedTranscript(each))) {
        results.set(name, (await runCases(HERE, [name])).get(name));
      }
    });

    for (const name of caseNames()) {
      it(name, () => {
        const { transcript, stderr, error } = results.get(name);
        if (error) throw error;
        const expected = expectedTranscript(name);
        if (transcript === expected) return;
        const differences = diffLines(expected, transcript).join('\n');
        assert.fail(`not the transcript (- expected, + printed)\n${differences}\n${stderr}`);
      });
    }
  });
});
