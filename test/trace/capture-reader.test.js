'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');

const { readCapture } = require('../../sim/trace/capture/reader.js');
const { randomNumbers } = require('../native/support/random.js');
const { runFunction } = require('../support/node.js');
const { removeProjects } = require('../support/project.js');
const { Blocks, packetOf } = require('./support/blocks.js');
const { newFile, readAll, record } = require('./support/captures.js');
const { eventOf, randomEvent } = require('./support/events.js');
const { requireTshark } = require('./support/tshark.js');

const LITTLE = new Blocks(true);
const RAW = 101;
/** Of a capture before its packets: the section and an interface. */
const BLOCKS_BEFORE = 2;
const PAYLOAD = Buffer.from('hello');
const PACKET = packetOf(PAYLOAD);

function read(...blocks) {
  const file = newFile();
  fs.writeFileSync(file, Buffer.concat(blocks));
  return readAll(file);
}

function texts({ packets }) {
  return packets.map(({ bytes }) => bytes.toString());
}

/** Frames by the name of their link type: its number, and what is before the packet. */
const LINKS = {
  'raw IP': [101, []],
  'IPv4': [228, []],
  'Ethernet': [1, [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6, 8, 0]],
  'Ethernet with a VLAN': [1, [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6, 0x81, 0, 0, 7, 8, 0]],
  'Ethernet with two VLANs': [1, [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6, 0x88, 0xa8, 0, 7, 0x81, 0, 0, 7, 8, 0]],
  'BSD loopback': [0, [2, 0, 0, 0]],
  'BSD loopback of a big-endian machine': [0, [0, 0, 0, 2]],
  'OpenBSD loopback': [108, [0, 0, 0, 2]],
  'Linux cooked': [113, [0, 0, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0, 8, 0]],
  'Linux cooked 2': [276, [8, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0]],
};

/** Packets that are skipped. */
const OTHERS = {
  'TCP': packetOf(PAYLOAD, { protocol: 6 }),
  'the first fragment': packetOf(PAYLOAD, { fragment: 0x2000 }),
  'another fragment': packetOf(PAYLOAD, { fragment: 3 }),
  'IPv6': Buffer.alloc(60, 0x60),
  'a cut header': PACKET.subarray(0, 27),
  'nothing': Buffer.alloc(0),
};

describe('reading captures', () => {
  after(removeProjects);

  for (const [order, isLittle] of [['little-endian', true], ['big-endian', false]]) {
    it(`of a ${order} machine`, () => {
      const blocks = new Blocks(isLittle);
      const options = [
        blocks.option(1, Buffer.from('one')), blocks.option(2, blocks.uint32(2)), blocks.option(1, Buffer.from('two')),
        blocks.option(5, blocks.uint64(77n)), blocks.option(6, blocks.uint32(3)), blocks.option(0, Buffer.alloc(0)),
      ];
      const interfaces = [
        blocks.interface(RAW, blocks.option(2, Buffer.from('eth0'))), // in microseconds
        blocks.interface(RAW, blocks.option(9, Buffer.from([9])), blocks.option(14, blocks.uint64(-5n))),
        blocks.interface(RAW, blocks.option(9, Buffer.from([0x80 | 10]))),
      ];
      const { packets, skipped, isCut } = read(
        blocks.section(blocks.option(4, Buffer.from('somebody'))), ...interfaces,
        blocks.packet(0, 1700000000123456n, PACKET, ...options),
        blocks.block(0xbad, Buffer.alloc(99)), // somebody's own
        blocks.packet(1, 1700000000123456789n, PACKET),
        blocks.packet(2, 1024n * 3n + 512n, PACKET));
      const common = { src: { ip: 0x0a000001, port: 1000 }, dst: { ip: 0x0a000002, port: 2000 }, ttl: 33, size: 5,
        bytes: PAYLOAD };
      const unknown = { isOut: null, id: null, socket: null, comment: null };
      assert.deepEqual(packets, [
        { ...common, time: 1700000000123.456, interface: 'eth0', isOut: true, id: 77, socket: 3, comment: 'one, two' },
        { ...common, ...unknown, time: 1699999995123.4568, interface: 'interface 1' },
        { ...common, ...unknown, time: 3500, interface: 'interface 2' },
      ]);
      assert.deepEqual({ skipped, isCut }, { skipped: 0, isCut: false });
    });
  }

  it('with several sections, each with a byte order and interfaces of its own', () => {
    const blocks = [true, false].map((isLittle) => {
      const of = new Blocks(isLittle);
      const name = of.option(2, Buffer.from(isLittle ? 'little' : 'big'));
      return Buffer.concat([of.section(), of.interface(RAW, name), of.packet(0, 0n, PACKET)]);
    });
    assert.deepEqual(read(...blocks).packets.map((packet) => packet.interface), ['little', 'big']);
  });

  it('with simple packets, which have no time', () => {
    const { packets } = read(LITTLE.section(), LITTLE.interface(RAW), LITTLE.simplePacket(PACKET));
    assert.equal(packets[0].time, null);
    assert.deepEqual(packets[0].bytes, PAYLOAD);
  });

  it('with packets that are cut, or followed by something', () => {
    const cut = packetOf(PAYLOAD, { size: 1000 });
    const longer = Buffer.concat([PACKET, Buffer.from('trailer')]);
    const { packets } = read(LITTLE.section(), LITTLE.interface(RAW), LITTLE.packet(0, 0n, cut),
      LITTLE.packet(0, 0n, longer), LITTLE.packet(0, 0n, packetOf(PAYLOAD, { options: 8 })));
    assert.deepEqual(packets.map(({ size, bytes }) => [size, bytes.toString()]),
      [[1000, 'hello'], [5, 'hello'], [5, 'hello']]);
  });

  for (const [name, [link, before]] of Object.entries(LINKS)) {
    it(`of ${name}`, () => {
      const frame = Buffer.concat([Buffer.from(before), PACKET]);
      const cut = Array.from({ length: before.length + 28 }, (_, i) => LITTLE.packet(0, 0n, frame.subarray(0, i)));
      const result = read(LITTLE.section(), LITTLE.interface(link), ...cut, LITTLE.packet(0, 0n, frame));
      assert.deepEqual(texts(result), ['hello']);
      assert.equal(result.skipped, cut.length);
    });
  }

  for (const [name, packet] of Object.entries(OTHERS)) {
    it(`counts ${name}`, () => {
      const { packets, skipped } = read(LITTLE.section(), LITTLE.interface(RAW), LITTLE.packet(0, 0n, packet),
        LITTLE.packet(0, 0n, PACKET));
      assert.deepEqual({ packets: packets.length, skipped }, { packets: 1, skipped: 1 });
    });
  }

  it('counts packets of link types that are not known', () => {
    assert.equal(read(LITTLE.section(), LITTLE.interface(147), LITTLE.packet(0, 0n, PACKET)).skipped, 1);
  });

  describe('that are broken', () => {
    const whole = [LITTLE.section(), LITTLE.interface(RAW, LITTLE.option(2, Buffer.from('a')))];
    const at = whole[0].length + whole[1].length;
    const [half, more] = [LITTLE.packet(0, 0n, PACKET), LITTLE.packet(0, 0n, PACKET)];
    half.writeUInt32LE(8, 4);
    more.writeUInt32LE(1000, 20);
    const twice = LITTLE.packet(0, 0n, PACKET);
    twice.writeUInt32LE(40, twice.length - 4);
    const version = LITTLE.section();
    version.writeUInt16LE(2, 12);

    for (const [what, blocks, offset, message] of [
      ['is empty', [], 0, 'it is no pcapng file: it is too short'],
      ['is a text', [Buffer.from('once upon a time there was')], 0, 'it is no pcapng file'],
      ['has no byte order', [LITTLE.block(0x0a0d0d0a, Buffer.alloc(16))], 0, 'the section does not say its byte order'],
      ['has another version', [version], 0, 'it has version 2 of the format, and only 1 is known'],
      ['has a block without a length', [...whole, half], at, 'the length of the block is wrong: 8'],
      ['has a block that is endless', [...whole, LITTLE.uint32(6), LITTLE.uint32(2 ** 31), Buffer.alloc(4)], at,
        'the length of the block is wrong: 2147483648'],
      ['has a block with two lengths', [...whole, twice], at, `the block has two lengths, ${twice.length} and 40`],
      ['has a block that is too short', [...whole, LITTLE.block(6)], at,
        'the block has 12 bytes, and one of its type has 32 at least'],
      ['has a packet that is too long', [...whole, more], at, 'the packet is longer than its block: 1000 bytes'],
      ['has a packet of no interface', [...whole, LITTLE.packet(1, 0n, PACKET)], at, 'its section has no interface 1'],
      ['has an option that is too long', [...whole, LITTLE.interface(RAW, LITTLE.uint16(2), LITTLE.uint16(9))], at,
        'an option of the block is longer than the block: 9 bytes'],
    ]) {
      it(`says where: ${what}`, () => {
        const file = newFile();
        fs.writeFileSync(file, Buffer.concat(blocks));
        assert.throws(() => readAll(file), { code: 'IOTJS_DGRAM_BAD_CAPTURE', offset,
          message: `${file}, byte ${offset}: ${message}` });
      });
    }

    it('gives what is before the place', () => {
      const file = newFile();
      fs.writeFileSync(file, Buffer.concat([...whole, LITTLE.packet(0, 0n, PACKET), half]));
      const found = [];
      assert.throws(() => { for (const packet of readCapture(file)) found.push(packet); }, /the length of the block/);
      assert.equal(found.length, 1);
    });

    it('says how to convert a classic pcap', () => {
      for (const magic of [0xa1b2c3d4, 0xa1b23c4d]) {
        for (const blocks of [new Blocks(true), new Blocks(false)]) {
          const file = newFile();
          fs.writeFileSync(file, Buffer.concat([blocks.uint32(magic), Buffer.alloc(20)]));
          assert.throws(() => readAll(file), { code: 'IOTJS_DGRAM_BAD_CAPTURE', offset: 0,
            message: `${file}, byte 0: it is a classic pcap file. Convert it: editcap -F pcapng ${file} ${file}ng` });
        }
      }
    });

    it('is the error of the system where there is no file', () => {
      assert.throws(() => readAll('/missing/run.pcapng'), { code: 'ENOENT' });
    });

    it('at every length gives the packets before the end, and says whether one is cut', () => {
      const random = randomNumbers(5);
      const bytes = fs.readFileSync(record(Array.from({ length: 4 }, () => randomEvent(random, 60))));
      const file = newFile();
      fs.writeFileSync(file, bytes);
      const all = readAll(file).packets;
      const ends = blockEnds(bytes);
      for (let length = 12; length < bytes.length; length++) {
        fs.writeFileSync(file, bytes.subarray(0, length));
        const { packets, isCut } = readAll(file);
        const blocks = ends.filter((end) => end <= length).length;
        assert.deepEqual(packets, all.slice(0, Math.max(0, blocks - BLOCKS_BEFORE)));
        assert.equal(isCut, !ends.includes(length));
      }
    });

    it('with any byte changed ends, with packets or with the place', () => {
      const random = randomNumbers(6);
      const bytes = fs.readFileSync(record(Array.from({ length: 4 }, () => randomEvent(random, 60))));
      const file = newFile();
      const ends = new Set([0, ...blockEnds(bytes)]);
      let refused = 0;
      for (let at = 0; at < bytes.length; at++) {
        const broken = Buffer.from(bytes);
        broken[at] ^= 1 + random(255);
        fs.writeFileSync(file, broken);
        try {
          assert.ok(readAll(file).packets.length <= 4);
        } catch (error) {
          refused++;
          assert.equal(error.code, 'IOTJS_DGRAM_BAD_CAPTURE', error.stack);
          assert.ok(ends.has(error.offset), error.message);
        }
      }
      assert.ok(refused > 50);
    });
  });

  it('holds a piece of a large one only', async () => {
    const file = record([]);
    const some = Buffer.concat(Array(100).fill(LITTLE.packet(0, 0n, packetOf(Buffer.alloc(60000)))));
    for (let i = 0; i < 40; i++) fs.appendFileSync(file, some);
    const { values: [count, grown] } = await runFunction(({ log }, reader, name) => {
      const before = process.memoryUsage().rss;
      let packets = 0;
      for (const { bytes } of require(reader).readCapture(name)) packets += bytes.length / 60000;
      log(packets);
      log(process.resourceUsage().maxRSS * 1024 - before);
    }, { args: [require.resolve('../../sim/trace/capture/reader.js'), file] });
    assert.equal(count, 4000);
    assert.ok(grown < fs.statSync(file).size / 3, `${grown} bytes`);
  });

  describe('of other programs', () => {
    before(requireTshark);

    /** Converts a capture to a classic pcap and back, and to another link type. */
    it('is what editcap and mergecap make of one', () => {
      const events = Array.from({ length: 30 }, () => eventOf());
      const file = record(events);
      const pcap = newFile();
      const back = newFile();
      const merged = newFile();
      for (const [program, ...args] of [
        ['editcap', '-F', 'nsecpcap', file, pcap], ['editcap', '-F', 'pcapng', pcap, back],
        ['mergecap', '-w', merged, file, record(events)],
      ]) {
        const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
        assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
      }
      assert.deepEqual(texts(readAll(back)), texts(readAll(file)));
      const { packets } = readAll(merged);
      assert.equal(packets.length, 60);
      assert.ok(packets.every(({ isOut, interface: name }) => isOut && name === 'app.js'));
    });
  });
});

/** Where each block ends. */
function blockEnds(bytes) {
  const ends = [];
  for (let at = 0; at < bytes.length;) {
    at += bytes.readUInt32LE(at + 4);
    ends.push(at);
  }
  return ends;
}
