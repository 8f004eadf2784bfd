'use strict';

// Wireshark's own reader, as a judge of captures.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');

const { run } = require('../../support/run.js');
const { skipSuite } = require('../../support/skip.js');

/** What it says to root whatever it reads. */
const TO_ROOT = /^Running as user "root" and group "root"\. This could be dangerous\.\n/;

/** All checksums, no names, and payloads as bytes: some ports belong to protocols, which random bytes do not follow. */
const SETTINGS = [
  '-n', '-o', 'ip.check_checksum:TRUE', '-o', 'udp.check_checksum:TRUE', '-d', 'udp.port==0-65535,data',
];

const RIGHT = '1'; // as the status of a checksum

/** What every packet is to be asked. */
const CHECKED = ['ip.checksum.status', 'udp.checksum.status'];

/** A Mocha `before` hook. Where there is no tshark, the suite is skipped, but not where everything must be tried. */
function requireTshark() {
  if (process.env.CI || !spawnSync('tshark', ['--version']).error) return;
  skipSuite(this, 'tshark is not installed');
}

async function tshark(file, ...args) {
  const { code, stdout, stderr } = await run('tshark', [...SETTINGS, '-r', file, ...args]);
  assert.deepEqual({ code, stderr: stderr.replace(TO_ROOT, '') }, { code: 0, stderr: '' });
  return stdout;
}

/** Fails where it warns of anything, or finds something malformed. */
async function assertNothingWrong(file) {
  const findings = await tshark(file, '-q', '-z', 'expert,warn');
  assert.equal(findings.trim(), '');
}

/**
 * Reads a capture, and fails where tshark finds anything wrong with it.
 *
 * @param {string} file
 * @param {string[]} fields of each packet, as `tshark -G fields` names them
 * @returns {Promise<string[][]>} their values, packet by packet, as text: '' for a field that it does not have, and the
 *   first one of those that it has twice, since another packet is quoted in it
 */
async function readWithTshark(file, fields) {
  await assertNothingWrong(file);
  const asked = [...CHECKED, ...fields].flatMap((field) => ['-e', field]);
  const text = await tshark(file, '-T', 'fields', '-E', 'occurrence=f', ...asked);
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  return lines.map((line) => {
    const [ip, udp, ...values] = line.split('\t');
    assert.deepEqual([ip, udp], [RIGHT, RIGHT], `checksums: ${line}`);
    return values;
  });
}

module.exports = { readWithTshark, requireTshark };
