'use strict';

// --trace: a line for each datagram.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const path = require('node:path');

const { requireFastPath } = require('../native/batch/fast-path.js');
const { runNode } = require('../support/node.js');
const { COMMAND, makeDirectory, removeProjects } = require('../support/project.js');
const { endAll, run, start } = require('../support/run.js');
const { FLEETS } = require('../simulation/support/fleet.js');

const TALK = path.join(__dirname, 'scenarios', 'talk.js');

const LINE = /^ *(?<time>\d+\.\d{3}) s(?<socket>\d+) +(?<direction>[<>]) (?<peer>[\d.]+:\d+) +(?<size>\d*) (?<rest>.*)$/;
/** Where the payload begins in a line, and how long it is at most. */
const PAYLOAD_COLUMN = 45;
const PAYLOAD_WIDTH = 34;

/** What lines say: their columns, the payload and the words behind it. */
function read(text) {
  const matches = text.split('\n').map((line) => LINE.exec(line)).filter((match) => match !== null);
  return matches.map(({ 0: line, groups }) => ({
    ...groups,
    size: Number(groups.size),
    time: Number(groups.time),
    payload: line.slice(PAYLOAD_COLUMN, PAYLOAD_COLUMN + PAYLOAD_WIDTH).trimEnd(),
    words: line.slice(PAYLOAD_COLUMN + PAYLOAD_WIDTH).trim(),
  }));
}

async function trace(args, { asked = ['--trace'], ...options } = {}) {
  const result = await runNode([COMMAND, ...asked, ...args], options);
  assert.equal(result.code, 0, result.stderr);
  return { ...result, traced: read(result.stderr) };
}

const count = (list, pattern) => list.filter(({ words }) => pattern.test(words)).length;

describe('--trace', () => {
  let directory;

  before(() => {
    directory = makeDirectory({
      'refused.js': `
        const socket = require('dgram').createSocket('udp4');
        socket.bind(0, '127.0.0.1', () => socket.send('to all', 7, '127.255.255.255', () => socket.close()));`,
      'closes.js': `
        const socket = require('dgram').createSocket('udp4');
        socket.bind(0, '127.0.0.1', () => { socket.send('too late', 7, '127.0.0.1'); socket.close(); });`,
      'exits.js': `
        const socket = require('dgram').createSocket('udp4');
        socket.bind(0, '127.0.0.1', () => { socket.send('too late', 7, '127.0.0.1'); process.exit(); });`,
      // To a port that was free a moment ago.
      'nobody.js': `
        const free = require('dgram').createSocket('udp4');
        const socket = require('dgram').createSocket('udp4');
        free.bind(0, '127.0.0.1', () => {
          const { port } = free.address();
          free.close();
          socket.bind(0, '127.0.0.1', () => socket.send('hello', port, '127.0.0.1'));
          setTimeout(() => socket.close(), 200);
        });`,
      'exits-closing.js': `
        const socket = require('dgram').createSocket('udp4');
        process.on('exit', () => socket.close());
        socket.bind(0, '127.0.0.1', () => { socket.send('too late', 7, '127.0.0.1'); process.exit(); });`,
      'loops.js': `
        const socket = require('dgram').createSocket('udp4');
        socket.bind(0, '127.0.0.1', () => {
          socket.send('before the loop', 7, '127.0.0.1');
          for (;;);
        });`,
      'evil.js': `
        const socket = require('dgram').createSocket('udp4');
        socket.on('message', () => socket.close());
        socket.bind(0, '127.0.0.1', () => socket.send('\\x1b[31mred', socket.address().port, '127.0.0.1'));`,
      // The first line makes standard error non-blocking where it is a pipe.
      'large.js': `
        console.error('the script');
        console.log('begins');
        const socket = require('dgram').createSocket('udp4');
        socket.bind(0, '127.0.0.1', () => {
          socket.send(Buffer.alloc(60000), 7, '127.0.0.1');
          socket.send(Buffer.alloc(60000), 7, '127.0.0.1', () => socket.close());
        });`,
      'late.js': `
        const socket = require('dgram').createSocket('udp4');
        const other = require('dgram').createSocket('udp4');
        other.bind(0, '127.0.0.1', () => {
          socket.bind(0, '127.0.0.1', () => {
            socket.send('late', other.address().port, '127.0.0.1', () => setTimeout(() => other.close(), 50));
            setTimeout(() => socket.close(), 100);
          });
        });`,
    });
  });
  after(removeProjects);
  afterEach(endAll);

  it('prints nothing unless asked to', async () => {
    const { stderr } = await trace([TALK], { asked: ['--loss', '0%'] });
    assert.equal(stderr, '');
  });

  it('has a line for each datagram that is sent or received, in columns', async () => {
    const { traced, lines, stderr } = await trace([TALK, '3']);
    const { client, server } = JSON.parse(lines[0]);
    assert.equal(stderr.trimEnd().split('\n').length, 12);
    const of = (socket, direction) => traced.filter((each) => each.socket === socket && each.direction === direction)
      .map(({ peer, size, payload, words }) => [peer, size, payload, words]);
    const numbers = [0, 1, 2];
    assert.deepEqual(of('0', '>'), numbers.map((i) => [`127.0.0.1:${server}`, 9, `"message ${i}"`, '']));
    assert.deepEqual(of('1', '<'), numbers.map((i) => [`127.0.0.1:${client}`, 9, `"message ${i}"`, '']));
    assert.deepEqual(of('1', '>'), numbers.map((i) => [`127.0.0.1:${client}`, 12, `"re message ${i}"`, '']));
    assert.deepEqual(of('0', '<'), numbers.map((i) => [`127.0.0.1:${server}`, 12, `"re message ${i}"`, '']));
    for (const { time } of traced) assert.ok(time > 0 && time < 60000, time);
  });

  it('says what the network did, as often as the report does', async () => {
    const network = ['--loss', '20%', '--delay', '20ms±19ms', '--duplicate', '20%', '--reorder', '20%', '--seed', '5'];
    const { traced, stderr } = await trace([TALK, '60'], { asked: ['--trace', '--report=json', ...network] });
    const { network: { sent, received } } = JSON.parse(stderr.trimEnd().split('\n').at(-1));
    const out = traced.filter(({ direction }) => direction === '>');
    const incoming = traced.filter(({ direction }) => direction === '<');
    assert.equal(out.length, sent.datagrams + sent.duplicated, 'a line for each, and for each duplicate');
    assert.equal(count(out, /^lost \(chance\)$/), sent.lost);
    assert.equal(count(out, /overtaken/), sent.reordered);
    assert.equal(count(out, /^duplicate/), sent.duplicated);
    assert.ok(count(out, /^delayed \d+\.\d ms/) > sent.datagrams / 2);
    assert.equal(incoming.length, received.datagrams + received.duplicated);
    assert.equal(count(incoming, /^lost \(chance\)$/), received.lost);
    assert.equal(count(incoming, /^duplicate, /), received.duplicated);
    assert.equal(count(incoming, /arrived \d+\.\d ms late$/), received.datagrams + received.duplicated - received.lost);
  });

  it('says why a datagram is lost', async () => {
    const { traced } = await trace([TALK, '20'],
      { asked: ['--trace', '--rate', '1kbit/s', '--queue', '1', '--direction', 'send'] });
    assert.equal(count(traced, /^lost \(queue full\)$/), 18);
    const { traced: others } = await trace([TALK, '3'], { asked: ['--trace', '--mtu', '68', '--loss', '100%'] });
    assert.equal(count(others, /^lost \(chance\)$/), 3);
  });

  it('says what the system has refused', async () => {
    const { traced: [{ peer, words }, ...others] } = await trace([path.join(directory, 'refused.js')]);
    assert.deepEqual({ peer, words }, { peer: '127.255.255.255:7', words: 'refused: EACCES' });
    assert.deepEqual(others, []);
    const { traced } = await trace([path.join(directory, 'refused.js')], { asked: ['--trace', '--delay', '20ms'] });
    assert.match(traced.map((each) => each.words).join(), /^delayed 20\.0 ms,refused: EACCES$/);
  });

  it('says what close() has discarded, and what has not left when the script ends', async () => {
    for (const asked of [['--trace'], ['--trace', '--delay', '20ms'], ['--trace', '--loss', '100%']]) {
      const closes = await trace([path.join(directory, 'closes.js')], { asked });
      assert.deepEqual(closes.traced.map(({ words }) => words), ['discarded by close()'], asked);
      const exits = await trace([path.join(directory, 'exits.js')], { asked });
      assert.deepEqual(exits.traced.map(({ words }) => words), ['discarded at exit'], asked);
    }
  });

  describe('where the system tells', () => {
    before(requireFastPath);

    it('says that nobody is there', async () => {
      const { traced } = await trace([path.join(directory, 'nobody.js')]);
      assert.deepEqual(traced.map(({ direction, words }) => [direction, words]),
        [['>', ''], ['<', 'nobody there (port unreachable)']]);
      assert.equal(traced[0].peer, traced[1].peer);
    });
  });

  it('says what came too late for its socket', async () => {
    const { traced } = await trace([path.join(directory, 'late.js')],
      { asked: ['--trace', '--delay', '3600s', '--duplicate', '100%', '--direction', 'receive'] });
    assert.deepEqual(traced.map(({ direction, words }) => [direction, words]),
      [['>', ''], ['<', 'discarded by close()'], ['<', 'duplicate, discarded by close()']]);
  });

  it('prints all bytes where that is asked for', async () => {
    const { stderr, traced } = await trace([TALK, '1'], { asked: ['--trace=bytes'] });
    assert.equal(traced.length, 4);
    assert.equal(stderr.match(/^ +0000 {2}6d 65 73 73 61 67 65 20 30 +message 0$/gm).length, 2);
    assert.equal(stderr.match(/^ +0000 {2}72 65 20 6d .* +re message 0$/gm).length, 2);
  });

  it('waits for a reader that is behind', async () => {
    const { child, until, end } = start(process.execPath, [COMMAND, '--trace=bytes', path.join(directory, 'large.js')]);
    child.stderr.pause();
    await until('stdout', /begins/);
    setTimeout(() => child.stderr.resume(), 200); // when it has more to print than a pipe holds
    const { stderr } = await end;
    assert.equal(stderr.match(/^ +[\da-f]{4} {2}(00 ){16} \.{16}$/gm)?.length, 2 * 60000 / 16);
  });

  it('lets nothing of a payload through to the terminal', async () => {
    for (const asked of [['--trace'], ['--trace=bytes']]) {
      const { stderr } = await trace([path.join(directory, 'evil.js')], { asked });
      assert.match(stderr, /1b 5b 33 31 6d/);
      assert.ok(!stderr.includes('\x1b'));
    }
  });

  it('prints those of some ports alone', async () => {
    const tracedWith = async (option) => (await trace([path.join(directory, 'closes.js')], { asked: [option] })).traced;
    assert.equal((await tracedWith('--trace=port=8,port=7')).length, 1);
    assert.deepEqual(await tracedWith('--trace=port=8'), []);
  });

  for (const [wrong, shown] of [['port=70000', "'port=70000'"], ['bites', "'bites'"], ['bytes,', "'bytes,'"]]) {
    it(`refuses ${wrong}`, async () => {
      const { code, stderr } = await runNode([COMMAND, `--trace=${wrong}`, TALK]);
      assert.equal(code, 2);
      assert.ok(stderr.startsWith('iotjs-dgram: --trace must be bytes, port=NUMBER, copy=NUMBER, or several of them'),
        stderr);
      assert.ok(stderr.includes(`it is ${shown}`), stderr);
    });
  }

  it('is coloured at a terminal alone', async function atTerminal() {
    if (spawnSync('script', ['--version']).error) {
      this.test.title += ' (skipped: there is no program `script`)';
      this.skip();
    }
    const command = `'${process.execPath}' '${COMMAND}' --trace --loss 100% '${TALK}' 1`;
    const { stdout } = await run('script', ['-qec', command, '/dev/null'],
      { env: { TERM: 'xterm', CI: undefined, NO_COLOR: undefined, FORCE_COLOR: undefined } });
    assert.match(stdout, /"message 0" +\x1b\[31mlost \(chance\)\x1b\[39m/); // eslint-disable-line no-control-regex -- a colour
  });

  it('counts the time of all copies from the start of the fleet', async () => {
    const [{ fleet }] = FLEETS;
    const { stderr } = await fleet(directory, [2, TALK, '1'], { asked: ['--trace', '--ramp', '1/s'] });
    const [first, second] = [0, 1].map((index) => read(stderr.split('\n')
      .filter((line) => line.startsWith(`[${index}] `)).map((line) => line.slice(4)).join('\n'))[0].time);
    assert.ok(second - first > 500, `${first} and ${second} ms`); // they begin a second after one another
  });

  it('is told nobody any more what a script does as it exits', async () => {
    const asked = ['--trace', '--report'];
    const { stderr, traced } = await trace([path.join(directory, 'exits-closing.js')], { asked });
    assert.deepEqual(traced.map(({ words }) => words), ['discarded at exit']);
    assert.match(stderr.trimEnd().split('\n').at(-1), /^iotjs-dgram: network/);
  });

  it('has the line of what a copy had sent that was ended', async () => {
    const [{ fleet }] = FLEETS;
    const { stderr } = await fleet(directory, [1, 'loops.js'], { asked: ['--trace', '--patience', '200ms'] });
    assert.match(stderr, /^\[0\] .*"before the loop" +discarded at exit$/m);
  });

  for (const { kind, fleet } of FLEETS) {
    it(`prints the lines of a fleet as those of its copies, ${kind}`, async () => {
      const { code, stderr } = await fleet(directory, [3, TALK, '2'], { asked: ['--trace'] });
      assert.equal(code, 0, stderr);
      for (const index of [0, 1, 2]) {
        const own = stderr.split('\n').filter((line) => line.startsWith(`[${index}] `)).map((line) => line.slice(4));
        assert.equal(read(own.join('\n')).length, 8, stderr);
      }
      const one = await fleet(directory, [3, TALK, '2'], { asked: ['--trace=copy=1'] });
      assert.equal(one.stderr.split('\n').filter((line) => line.startsWith('[1] ')).length, 8, one.stderr);
      assert.equal(one.stderr.split('\n').filter((line) => line.startsWith('[')).length, 8, one.stderr);
    });
  }
});
