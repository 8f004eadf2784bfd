'use strict';

// A light copy is a device: each case of the compatibility suite prints its transcript in one.

const assert = require('node:assert/strict');
const path = require('node:path');

const { caseNames, expectedTranscript, runCases } = require('../compat/suite.js');
const { requireNamespace } = require('../support/namespace.js');

const HOST = path.join(__dirname, 'support', 'host.js');
const IN_A_COPY = [process.execPath, [HOST, '1']];

describe('a case of the compatibility suite, in a light copy', () => {
  let results;

  before(requireNamespace);
  before('run the cases', async () => {
    results = await runCases(IN_A_COPY, caseNames());
  });

  for (const name of caseNames()) {
    it(name, () => {
      const { transcript, stderr, error } = results.get(name);
      if (error) throw error;
      assert.equal(transcript, expectedTranscript(name), `another transcript; on stderr: ${stderr}`);
    });
  }
});
