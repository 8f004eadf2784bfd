'use strict';

// A light copy is a device: each case of the compatibility suite prints its transcript in one.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const { caseNames, expectedTranscript, runCases } = require('../compat/suite.js');
const { requireNamespace } = require('../support/namespace.js');
const { copiesOf } = require('./support/copies.js');

const CASES = path.join(__dirname, '..', 'compat', 'cases');
const HOST = path.join(__dirname, 'support', 'host.js');

/** Two copies cannot have the same port: in a case that writes one down. */
function hasFixedPort(name) {
  return /\b[1-9]\d{3,4}\b/.test(fs.readFileSync(path.join(CASES, `${name}.js`), 'utf8'));
}

describe('a case of the compatibility suite', () => {
  before(requireNamespace);

  describe('in a light copy', () => {
    let results;

    before('run the cases', async () => {
      results = await runCases([process.execPath, [HOST, '1']], caseNames());
    });

    for (const name of caseNames()) {
      it(name, () => {
        const { transcript, stderr, error } = results.get(name);
        if (error) throw error;
        assert.equal(transcript, expectedTranscript(name), `another transcript; on stderr: ${stderr}`);
      });
    }
  });

  describe('in three light copies of one thread', () => {
    const names = caseNames().filter((name) => !hasFixedPort(name));
    let results;

    before('run the cases', async () => {
      results = await runCases([process.execPath, [HOST, '3']], names);
    });

    for (const name of names) {
      it(name, () => {
        const { transcript, stderr, error } = results.get(name);
        if (error) throw error;
        const copies = copiesOf(transcript);
        for (const index of [0, 1, 2]) {
          assert.equal(`${copies[index].join('\n')}\n`, expectedTranscript(name), `another one; on stderr: ${stderr}`);
        }
      });
    }
  });
});
