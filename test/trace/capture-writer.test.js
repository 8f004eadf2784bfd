'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const { toText } = require('../../lib/addresses.js');
const { openCapture, prepareCapture } = require('../../sim/trace/capture');
const { readCapture } = require('../../sim/trace/capture/reader.js');
const { describe: textOf } = require('../../sim/trace/words.js');
const { version } = require('../../package.json');
const { randomNumbers } = require('../native/support/random.js');
const { removeProjects } = require('../support/project.js');
const { endAll, run, start } = require('../support/run.js');
const { BOARD, newFile, readAll, record } = require('./support/captures.js');
const { eventOf, randomEvent } = require('./support/events.js');
const { readWithTshark, requireTshark } = require('./support/tshark.js');

const SCENARIOS = path.join(__dirname, 'scenarios', 'record.js');
const PAYLOAD_MAX = 65507; // bytes
const HEADERS = 28;

const FIELDS = [
  'frame.time_epoch', 'frame.interface_name', 'frame.packet_flags_direction', 'frame.packet_id',
  'frame.interface_queue', 'frame.comment', 'frame.len', 'ip.src', 'ip.dst', 'ip.ttl', 'ip.len',
  'udp.srcport', 'udp.dstport', 'udp.payload',
];

const isOut = ({ kind }) => kind === 'send' || kind === 'leave';

/** What tshark is to say of an event; its time has nine digits behind the point. */
function fieldsOf(event) {
  const { time, id, socket, local, peer, ttl, bytes } = event;
  const [src, dst] = isOut(event) ? [local, peer] : [peer, local];
  const seconds = Math.floor(time / 1000);
  const nanoseconds = Math.round((time - seconds * 1000) * 1e6);
  return [
    `${seconds}.${String(nanoseconds).padStart(9, '0')}`, 'app.js', isOut(event) ? '0x00000002' : '0x00000001',
    String(id), String(socket), textOf(event), String(HEADERS + bytes.length), toText(src.ip), toText(dst.ip),
    String(ttl), String(HEADERS + bytes.length), String(src.port), String(dst.port), bytes.toString('hex'),
  ];
}

/** Of test/trace/scenarios/record.js. Its standard input stays open. */
function startScenario(...args) {
  return start(process.execPath, [SCENARIOS, ...args], { stdin: null });
}

function runScenario(...args) {
  return run(process.execPath, [SCENARIOS, ...args]);
}

describe('a capture', () => {
  after(removeProjects);

  describe('as tshark reads it', () => {
    before(requireTshark);

    it('has what happened, whatever it was', async () => {
      const random = randomNumbers(12);
      const events = Array.from({ length: 1500 }, () => randomEvent(random, 3000));
      const packets = await readWithTshark(record(events), FIELDS);
      assert.equal(packets.length, events.length);
      for (const [i, event] of events.entries()) assert.deepEqual(packets[i], fieldsOf(event));
    });

    it('has datagrams of every size', async () => {
      const sizes = [...Array(70).keys(), 1471, 1472, 1473, PAYLOAD_MAX - 1, PAYLOAD_MAX];
      const events = sizes.map((size) => eventOf({ bytes: Buffer.alloc(size, 0xff) }));
      const packets = await readWithTshark(record(events), ['frame.len', 'udp.payload']);
      assert.deepEqual(packets.map(([length]) => Number(length)), sizes.map((size) => HEADERS + size));
      assert.deepEqual(packets.map(([, hex]) => hex.length / 2), sizes);
    });

    it('has the beginning of what is too long for any packet, and its length', async () => {
      const file = record([eventOf({ bytes: Buffer.alloc(100000, 1), error: -90 })]);
      const fields = ['frame.len', 'frame.cap_len', 'frame.comment'];
      assert.deepEqual(await readWithTshark(file, fields), [['100028', '65535', 'refused: EMSGSIZE']]);
    });

    it('has a checksum where its sum is 0, which would mean that there is none', async () => {
      // With the checksum of the others in the last two bytes, the sum of all is 0.
      const others = record([eventOf({ bytes: Buffer.from('abcd\0\0') })]);
      const [[hex]] = await readWithTshark(others, ['udp.checksum']);
      const bytes = Buffer.concat([Buffer.from('abcd'), Buffer.from(hex.slice(2), 'hex')]);
      assert.deepEqual(await readWithTshark(record([eventOf({ bytes })]), ['udp.checksum']), [['0xffff']]);
    });

    it('has what a host says of a port at which nobody is', async () => {
      const event = eventOf({ kind: 'unreachable', bytes: new Uint8Array(0), error: -111 });
      const noWay = { ...event, error: -113 };
      const file = record([event, noWay, eventOf({ kind: 'arrive' })]);
      const fields = [
        'ip.src', 'ip.dst', 'icmp.type', 'icmp.code', 'icmp.checksum.status', 'udp.srcport', 'udp.dstport',
        'frame.comment', 'frame.packet_flags_direction',
      ];
      assert.deepEqual((await readWithTshark(file, fields))[0], [
        '10.99.0.2', '10.99.0.1', '3', '3', '1', '40000', '5683', 'nobody there (port unreachable)', '0x00000001',
      ]);
      const { packets, skipped } = readAll(file);
      assert.deepEqual(packets.map(({ isRefusal }) => isRefusal), [true, undefined]);
      assert.equal(skipped, 0);
    });

    it('tells multicast and broadcast', async () => {
      const to = (ip) => eventOf({ peer: { ip, port: 9 }, ttl: 1 });
      const file = record([to(0xe0000005), to(0xefffffff), to(0xffffffff), to(0x0a630002)]);
      const types = await readWithTshark(file, ['frame.packet_flags_reception_type']);
      assert.deepEqual(types.flat(), ['2', '2', '3', '0']);
    });

    it('says who wrote it', () => {
      const { stdout } = spawnSync('capinfos', [record([])], { encoding: 'utf8' });
      assert.match(stdout, new RegExp(`Capture application: +iotjs-dgram ${version}\n`));
    });

    it('of a fleet has an interface for each copy, and what each has sent', async () => {
      const file = newFile();
      const { code, stderr } = await runScenario('fleet', file);
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
      const packets = await readWithTshark(file, ['frame.interface_name', 'udp.payload', 'frame.packet_id']);
      assert.equal(packets.length, 6000);
      assert.equal(new Set(packets.map(([, , id]) => id)).size, 6000);
      for (const index of [10, 11, 12, 13]) {
        const own = packets.filter(([name]) => name === `app.js #${index}`);
        assert.equal(own.length, 1500);
        assert.ok(own.every(([, hex]) => Buffer.from(hex, 'hex').toString() === String(index)));
      }
    });
  });

  it('is read as it was written', () => {
    const random = randomNumbers(21);
    const events = Array.from({ length: 3000 }, () => randomEvent(random, 2000));
    const { packets, skipped, isCut } = readAll(record(events));
    assert.equal(packets.length, events.length);
    assert.deepEqual({ skipped, isCut }, { skipped: 0, isCut: false });
    for (const [i, event] of events.entries()) {
      const { time, bytes, comment, ...packet } = packets[i];
      assert.ok(Math.abs(time - event.time) < 0.001, `${time} instead of ${event.time}`);
      assert.ok(bytes.equals(event.bytes));
      assert.equal(comment ?? '', textOf(event));
      assert.deepEqual(packet, {
        interface: 'app.js',
        isOut: isOut(event),
        src: isOut(event) ? event.local : event.peer,
        dst: isOut(event) ? event.peer : event.local,
        ttl: event.ttl,
        size: event.bytes.length,
        id: event.id,
        socket: event.socket,
      });
    }
  });

  it('has zeros where a comment does not fill its last word', () => {
    // The last one of them begins where the first one did in the memory.
    const earlier = Array.from({ length: 4 }, () => eventOf({ bytes: Buffer.alloc(40000, 0xff) }));
    const lost = eventOf({ fate: { lost: 'lost', delays: [], overtaken: false } });
    const bytes = fs.readFileSync(record([...earlier, lost]));
    assert.ok(bytes.includes('lost (chance)\0\0\0'));
  });

  describe('is in the file', () => {
    afterEach(endAll);

    /** Waits until there is a packet in it, as long as the process lives that writes it. */
    async function packetIn(file, end) {
      let hasEnded = false;
      end.then(() => { hasEnded = true; });
      while (!hasEnded) {
        const hasBegun = fs.existsSync(file) && fs.statSync(file).size > 0;
        for (const packet of hasBegun ? readCapture(file) : []) if (packet) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assert.fail('the process has ended, and there is no packet');
    }

    it('soon, also when nothing follows; and stays there when the process is killed', async () => {
      const file = newFile();
      const { kill, end } = startScenario('stays', file);
      await packetIn(file, end);
      kill();
      assert.equal((await end).signal, 'SIGKILL');
      const { packets, isCut } = readAll(file);
      assert.deepEqual({ packets: packets.length, isCut }, { packets: 1, isCut: false });
    });

    it('up to where the process was killed while it wrote', async () => {
      const file = newFile();
      const { kill, end } = startScenario('floods', file);
      await packetIn(file, end);
      kill();
      await end;
      const { packets } = readAll(file);
      for (const [number, { id, size }] of packets.entries()) assert.deepEqual([id, size], [number, 500]);
    });

    it('without keeping a process alive that has nothing else to do', async () => {
      const file = newFile();
      const { code, timedOut } = await runScenario('leaves', file);
      assert.deepEqual({ code, timedOut }, { code: 0, timedOut: false });
      assert.equal(readAll(file).isCut, false);
    });
  });

  describe('is one for each process and thread', () => {
    it('that a recorded script starts, beside its own', async () => {
      const file = newFile();
      const { stdout } = await runScenario('children', file);
      const pids = Object.fromEntries(stdout.trim().split('\n').map((line) => line.split(' ')));
      const expected = {
        'run.pcapng': 'parent',
        [`run.${pids.parent}-1.pcapng`]: 'worker',
        [`run.${pids.child}.pcapng`]: 'child',
        [`run.${pids.grandchild}.pcapng`]: 'grandchild',
      };
      const folder = path.dirname(file);
      const found = fs.readdirSync(folder).map((name) => {
        const { packets } = readAll(path.join(folder, name));
        return [name, packets.map(({ bytes }) => bytes.toString()).join()];
      });
      assert.deepEqual(Object.fromEntries(found), expected);
    });
  });

  describe('that cannot be written', () => {
    for (const [title, open] of [
      ['of a script', (file) => openCapture({ file, board: BOARD })],
      ['of a fleet', (file) => prepareCapture({ file, name: 'app.js', first: 0, count: 2 })],
    ]) {
      it(`is an error at the start, ${title}`, () => {
        const file = path.join(newFile(), 'missing', 'run.pcapng');
        assert.throws(() => open(file), (error) => {
          assert.equal(error.code, 'IOTJS_DGRAM_BAD_SETTING');
          assert.equal(error.cause.code, 'ENOENT');
          assert.ok(error.message.startsWith(`--record ${file}: cannot write to it: ENOENT`), error.message);
          return true;
        });
      });
    }

    it('is warned of once when the disk is full, and the script goes on', async function full() {
      if (!fs.existsSync('/dev/full')) {
        this.test.title += ' (skipped: there is no /dev/full)';
        this.skip();
      }
      const { child, until, end, printed } = startScenario('lines', '/dev/full');
      await until('stderr', /IOTJS_DGRAM_NOT_RECORDED/);
      child.stdin.end('one\ntwo\n');
      assert.equal((await end).code, 0);
      assert.equal(printed.stdout, 'recorded\n');
      const warnings = printed.stderr.match(/.*Nothing more is recorded.*/g);
      assert.equal(warnings.length, 1);
      assert.match(warnings[0], /\[IOTJS_DGRAM_NOT_RECORDED\].* to \/dev\/full: ENOSPC: no space left on device, write$/);
    });

    it('is told also at the very end', async () => {
      const file = newFile();
      assert.equal(spawnSync('mkfifo', [file]).status, 0);
      const { child, until, end, printed } = startScenario('lines', file);
      const reader = fs.openSync(file, 'r+'); // does not wait for the writer
      child.stdin.write('one\n');
      await until('stdout', /recorded/);
      fs.closeSync(reader);
      child.stdin.end('two\n');
      assert.equal((await end).code, 0);
      assert.equal(printed.stderr.match(/Nothing more is recorded to /g).length, 1, printed.stderr);
      assert.match(printed.stderr, /EPIPE/);
    });
  });
});
