'use strict';

// A capture beside the one that tcpdump has made of the same run.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const { parse } = require('../../sim/trace/words.js');
const { requireNamespace, runInNamespace } = require('../support/namespace.js');
const { COMMAND, removeProjects } = require('../support/project.js');
const { newFile, readAll } = require('./support/captures.js');
const { readWithTshark, requireTshark } = require('./support/tshark.js');

const TCPDUMP = path.join(__dirname, 'support', 'tcpdump.js');
const EXCHANGE = path.join(__dirname, 'scenarios', 'exchange.js');

const PCAP_HEADER = 24; // bytes
const RECORD_HEADER = 16;
const ETHERNET_HEADER = 14;

/** The packets in a classic pcap, as hexadecimal numbers. The identification, which only the kernel knows, and the
 * checksum over it are 0. */
function packetsIn(pcap, linkHeader) {
  const bytes = fs.readFileSync(pcap);
  const packets = [];
  for (let at = PCAP_HEADER; at < bytes.length;) {
    const length = bytes.readUInt32LE(at + 8);
    at += RECORD_HEADER;
    const packet = Buffer.from(bytes.subarray(at + linkHeader, at + length));
    packet.writeUInt16BE(0, 4);
    packet.writeUInt16BE(0, 10);
    packets.push(packet.toString('hex'));
    at += length;
  }
  return packets;
}

/** Those of a capture that were on the wire: whether they were is in what is said of them. */
function onTheWire(file) {
  const pcap = newFile();
  const { stderr } = spawnSync('editcap', ['-F', 'pcap', file, pcap], { encoding: 'utf8' });
  assert.equal(stderr, '');
  const all = packetsIn(pcap, 0);
  return readAll(file).packets.flatMap(({ isOut, comment }, i) => {
    const { refused, discarded, lost, overtaken, delayed, left, arrived } = parse(comment);
    const none = (...said) => said.every((each) => each === undefined);
    const wasThere = isOut ? left !== undefined || none(refused, discarded, lost, overtaken, delayed)
      : none(arrived, discarded);
    return wasThere ? [all[i]] : [];
  });
}

describe('a capture beside that of tcpdump', () => {
  before(requireNamespace);
  before(requireTshark);
  after(removeProjects);

  for (const network of [
    [],
    ['--loss', '20%', '--seed', '7'],
    ['--loss', '10%', '--delay', '20ms±20ms', '--duplicate', '20%', '--reorder', '20%', '--seed', '7'],
    ['--rate', '200kbit/s', '--queue', '20', '--mtu', '1200', '--direction', 'send'],
  ]) {
    it(`has the same packets, byte for byte: ${network.join(' ') || 'a good network'}`, async () => {
      const [file, pcap] = [newFile(), newFile()];
      const options = [...network, '--record', file, '--report=json'];
      const { code, stderr } = await runInNamespace(process.execPath,
        [TCPDUMP, pcap, process.execPath, COMMAND, ...options, EXCHANGE, '5683', '10.99.0.2']);
      assert.equal(code, 0, stderr);
      const theirs = packetsIn(pcap, ETHERNET_HEADER);
      assert.ok(theirs.length > 20);
      assert.deepEqual(onTheWire(file).sort(), theirs.sort());

      const marks = (await readWithTshark(file, ['frame.comment'])).flat().map((comment) => parse(comment));
      const { lost } = JSON.parse(stderr.trim().split('\n').at(-1));
      assert.equal(marks.filter((mark) => mark.lost !== undefined).length, lost);
      if (network.length === 0) assert.ok(marks.every((mark) => Object.keys(mark).length === 0));
    });
  }
});
