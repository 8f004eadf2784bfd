'use strict';

// The command records.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const { EFFECTS, LOSSES } = require('../../sim/network/conditions.js');
const { parse } = require('../../sim/trace/words.js');
const { requireFastPath } = require('../native/batch/fast-path.js');
const { runNode } = require('../support/node.js');
const { COMMAND, makeDirectory, removeProjects } = require('../support/project.js');
const { endAll, start } = require('../support/run.js');
const { newFile, readAll } = require('./support/captures.js');
const { readWithTshark, requireTshark } = require('./support/tshark.js');

const TALK = path.join(__dirname, 'scenarios', 'talk.js');
const OUT = '0x00000002';

const BAD = ['--loss', '10%', '--delay', '5ms±5ms', '--duplicate', '10%', '--reorder', '10%', '--seed', '3'];
const NARROW = ['--rate', '100kbit/s', '--queue', '10', '--loss', '5%', '--seed', '3', '--direction', 'send'];

/** Runs the command; returns the last line of stderr, a report, as an object. */
async function report(...args) {
  const result = await runNode([COMMAND, '--report=json', ...args]);
  assert.equal(result.code, 0, result.stderr);
  return JSON.parse(result.stderr.trim().split('\n').at(-1));
}

/** What a capture says of each direction, by the names that a report has for it. */
async function countsIn(file) {
  const counts = { sent: {}, received: {} };
  const add = (direction, name) => { counts[direction][name] = (counts[direction][name] ?? 0) + 1; };
  for (const [direction, comment] of await readWithTshark(file, ['frame.packet_flags_direction', 'frame.comment'])) {
    const which = direction === OUT ? 'sent' : 'received';
    const { lost, left, arrived, duplicate, overtaken } = parse(comment);
    if (left === undefined && arrived === undefined) add(which, 'datagrams');
    if (lost !== undefined) add(which, lost);
    if (left > 0 || arrived > 0) add(which, 'delayed');
    if (duplicate) add(which, 'duplicated');
    if (overtaken) add(which, 'reordered');
  }
  return counts;
}

/** The same of a report, without what there was none of. */
function countsOf({ sent, received }) {
  const names = ['datagrams', ...Object.keys({ ...LOSSES, ...EFFECTS })];
  const of = (counts) => Object.fromEntries(names.filter((name) => counts?.[name]).map((name) => [name, counts[name]]));
  return { sent: of(sent), received: of(received) };
}

async function commentsOfSent(file) {
  const packets = await readWithTshark(file, ['frame.packet_flags_direction', 'frame.comment']);
  return packets.filter(([direction]) => direction === OUT).map(([, comment]) => comment);
}

describe('--record', () => {
  before(requireTshark);
  after(removeProjects);
  afterEach(endAll);

  for (const [title, options] of [['a bad network', BAD], ['a narrow one', NARROW], ['a good one', ['--loss', '0%']]]) {
    it(`counts as the report does: ${title}`, async () => {
      const file = newFile();
      const { network } = await report(...options, '--record', file, TALK, '200');
      assert.ok(network.sent.datagrams >= 200);
      const counts = await countsIn(file);
      if (network.received === null) counts.received = {};
      assert.deepEqual(counts, countsOf(network));
    });
  }

  for (const kind of ['light', 'isolated']) {
    it(`has all copies of a fleet in one file: ${kind} ones`, async () => {
      const file = newFile();
      const options = ['--fleet', '6', '--first', '20', ...kind === 'light' ? [] : ['--isolate']];
      const { network } = await report(...options, ...BAD, '--record', file, TALK, '30');
      assert.deepEqual(await countsIn(file), countsOf(network));
      const names = (await readWithTshark(file, ['frame.interface_name'])).flat();
      assert.deepEqual([...new Set(names)].sort(), [20, 21, 22, 23, 24, 25].map((index) => `talk.js #${index}`));
      assert.deepEqual(fs.readdirSync(path.dirname(file)), ['run.pcapng']);
    });
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    it(`has all until ${signal} ends the script`, async () => {
      const [file, script] = scriptWith(`
        socket.bind(0, '127.0.0.1', function () {
          socket.send('one', 9, '127.0.0.1', function () { console.log('sent'); });
        });`);
      const { child, until, end } = start(process.execPath, [COMMAND, '--record', file, script]);
      await until('stdout', /sent/);
      child.kill(signal);
      assert.equal((await end).signal, signal);
      assert.deepEqual(await commentsOfSent(file), ['']);
    });
  }

  it('has all until process.exit(), and what it has discarded', async () => {
    const [file, script] = scriptWith(`
      socket.bind(0, '127.0.0.1', function () {
        socket.send('one', 9, '127.0.0.1', function () {
          socket.send('two', 9, '127.0.0.1');
          process.exit();
        });
      });`);
    assert.equal((await runNode([COMMAND, '--record', file, script])).code, 0);
    assert.deepEqual(await commentsOfSent(file), ['', 'discarded at exit']);
  });

  describe('where the system tells', () => {
    before(requireFastPath);

    it('has what the host says of a port at which nobody is', async () => {
      const [file, script] = scriptWith(`
        socket.bind(0, '127.0.0.1', function () {
          socket.send('one', 9, '127.0.0.1');
          setTimeout(function () { socket.close(); }, 300);
        });`);
      assert.equal((await runNode([COMMAND, '--record', file, script])).code, 0);
      assert.deepEqual(await readWithTshark(file, ['frame.protocols', 'frame.comment', 'ip.src', 'udp.dstport']), [
        ['raw:ip:udp:data', '', '127.0.0.1', '9'],
        ['raw:ip:icmp:ip:udp', 'nobody there (port unreachable)', '127.0.0.1', '9'],
      ]);
    });
  });

  it('leaves the file to the script: its children and workers have their own', async () => {
    const [file, script] = scriptWith(`
      var threads = require('worker_threads');
      socket.bind(0, '127.0.0.1', function () {
        socket.send(process.send ? 'child' : threads.isMainThread ? 'parent' : 'worker', 9, '127.0.0.1', function () {
          socket.close();
        });
      });
      if (!process.send && threads.isMainThread) {
        console.log(process.pid, require('child_process').fork(__filename).pid);
        new threads.Worker(__filename);
      }`);
    const { lines, stderr } = await runNode([COMMAND, '--record', file, script]);
    const [pid, childPid] = lines[0].split(' ');
    const folder = path.dirname(file);
    const found = fs.readdirSync(folder).map((name) => {
      const { packets } = readAll(path.join(folder, name));
      return [name, packets.map(({ bytes }) => bytes.toString()).join()];
    });
    assert.deepEqual(Object.fromEntries(found),
      { 'run.pcapng': 'parent', [`run.${pid}-1.pcapng`]: 'worker', [`run.${childPid}.pcapng`]: 'child' }, stderr);
  });

  it('has the name that a command gives which a recorded script runs', async () => {
    const [file, script] = scriptWith(`
      socket.bind(0, '127.0.0.1', function () {
        socket.send('x', socket.address().port, '127.0.0.1', function () { socket.close(); });
      });
      var other = process.argv[2];
      if (other) require('child_process').execFileSync(process.execPath,
        [${JSON.stringify(COMMAND)}, '--record', other, __filename]);`);
    const other = path.join(path.dirname(file), 'other.pcapng');
    const { code, stderr } = await runNode([COMMAND, '--record', file, script, other]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(fs.readdirSync(path.dirname(file)).sort(), ['other.pcapng', 'run.pcapng']);
  });

  it('has those of children in the same folder, whatever directory they are in', async () => {
    const [file, script] = scriptWith(`
      if (!process.send) require('child_process').fork(__filename, { cwd: require('os').tmpdir() });
      socket.bind(0, '127.0.0.1', function () { socket.close(); });`);
    const folder = path.dirname(file);
    assert.equal((await runNode([COMMAND, '--record', 'run.pcapng', script], { cwd: folder })).code, 0);
    assert.equal(fs.readdirSync(folder).length, 2);
  });

  for (const options of [[], ['--fleet', '2']]) {
    it(`refuses a file that cannot be written, ${options.length === 0 ? 'of a script' : 'of a fleet'}`, async () => {
      for (const [option, name] of [['--record', 'run.pcapng'], ['--draw', 'run.html']]) {
        const file = path.join(path.dirname(newFile()), 'missing', name);
        const { code, stderr } = await runNode([COMMAND, ...options, option, file, TALK]);
        assert.equal(code, 2);
        const message = `iotjs-dgram: ${option} must be a file that can be written; it is '${file}' (ENOENT`;
        assert.ok(stderr.startsWith(message), stderr);
      }
    });
  }
});

/** @returns {string[]} the name of a file to record to, and that of a script, which has a `socket` */
function scriptWith(code) {
  const script = path.join(makeDirectory({ 'app.js': `
    var socket = require('dgram').createSocket('udp4');
    ${code}` }), 'app.js');
  return [newFile(), script];
}
