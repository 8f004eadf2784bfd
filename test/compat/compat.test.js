'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { requireNamespace } = require('../support/namespace.js');
const { HERE, caseNames, expectedTranscript, readTranscript, runCases, transcriptNames } = require('./suite.js');

const DEPARTURES = path.join(__dirname, '..', '..', 'docs', 'departures.md');

/** Milliseconds for all cases: with an emulator each takes seconds. */
const ALL_TIMEOUT = 20 * 60 * 1000;

describe('compatibility with IoT.js', () => {
  describe('the files of the suite', () => {
    it('each case has a transcript of IoT.js, and each transcript a case', () => {
      assert.deepEqual(transcriptNames('iotjs'), caseNames());
    });

    it('what is printed here in another way is not what IoT.js prints', () => {
      for (const name of transcriptNames('here')) {
        assert.notEqual(readTranscript('here', name), readTranscript('iotjs', name), name);
      }
    });

    it('docs/departures.md has a row for each departure, and no other', () => {
      const rows = fs.readFileSync(DEPARTURES, 'utf8').matchAll(/^\| `([^`]+)` \|/gm);
      const named = Array.from(rows, ([, name]) => name);
      assert.deepEqual(named.sort(), transcriptNames('here'));
    });
  });

  describe('the cases', () => {
    let results;

    before(requireNamespace);
    before('run the cases', async function () {
      this.timeout(ALL_TIMEOUT);
      results = await runCases(HERE, caseNames());
    });

    for (const name of caseNames()) {
      it(name, () => {
        const { transcript, stderr, error } = results.get(name);
        if (error) throw error;
        // Mocha shows the difference.
        assert.equal(transcript, expectedTranscript(name), `another transcript; on stderr: ${stderr}`);
      });
    }
  });
});
