'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const { requireFastPath } = require('../native/batch/fast-path.js');
const { runNode } = require('../support/node.js');
const { Run } = require('../../sim/trace/draw/page/run');
const { COMMAND, makeDirectory, removeProjects } = require('../support/project.js');
const { endAll } = require('../support/run.js');
const { FLEETS } = require('../simulation/support/fleet.js');
const { readAll } = require('./support/captures.js');
const { record } = require('./support/story.js');

const DATA = /id="data">(.*?)<\/script>/s;
const LIMIT = 300 * 1024; // bytes of the page, without data

const TALK = `
  var dgram = require('dgram');
  var gateway = dgram.createSocket('udp4');
  var sensor = dgram.createSocket('udp4');
  gateway.on('message', function (msg) {
    if (msg.toString() === 'done') {
      gateway.close();
      sensor.close();
    }
  });
  gateway.bind(0, '127.0.0.1', function () {
    sensor.send('reading', gateway.address().port, '127.0.0.1', function () {
      sensor.send('done', gateway.address().port, '127.0.0.1');
    });
  });`;

const MANY = 60;
const SEND_MANY = `
  var dgram = require('dgram');
  var gateway = dgram.createSocket('udp4');
  var sensor = dgram.createSocket('udp4');
  gateway.on('message', function () {});
  gateway.bind(0, '127.0.0.1', function () {
    for (var i = 0; i < ${MANY}; i++) {
      sensor.send('reading ' + i, gateway.address().port, '127.0.0.1');
    }
    setTimeout(function () {
      gateway.close();
      sensor.close();
    }, 500);
  });`;

/** To itself, and then to a port that was its own before. */
const SEND_TO_NOBODY = `
  var dgram = require('dgram');
  var gateway = dgram.createSocket('udp4');
  var sensor = dgram.createSocket('udp4');
  gateway.on('message', function () {
    var port = gateway.address().port;
    gateway.close();
    ['two', 'three'].forEach(function (text, i) {
      setTimeout(function () { sensor.send(text, port, '127.0.0.1'); }, 50 * i);
    });
    setTimeout(function () { sensor.close(); }, 300);
  });
  gateway.bind(0, '127.0.0.1', function () { sensor.send('one', gateway.address().port, '127.0.0.1'); });`;

describe('the command iotjs-dgram draw', () => {
  let directory;

  beforeEach(() => {
    directory = makeDirectory({ 'talk.js': TALK, 'many.js': SEND_MANY, 'nobody.js': SEND_TO_NOBODY });
  });
  afterEach(endAll);
  after(removeProjects);

  const at = (name) => path.join(directory, name);
  const command = (...args) => runNode([COMMAND, ...args], { cwd: directory });
  const runDraw = (...args) => command('draw', ...args);

  /** The data of a picture. */
  function dataOf(name) {
    const [, json] = DATA.exec(fs.readFileSync(at(name), 'utf8'));
    return JSON.parse(json);
  }

  function recordOne(name) {
    const board = record(at(name), 'sensor.js');
    board.send(0, { local: 1, peer: 2, bytes: name });
    board.end();
  }

  async function fails(args, message) {
    const { code, stdout, stderr } = await runDraw(...args);
    assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /^ +at /m);
  }

  it('draws what was recorded of a run, beside the capture', async () => {
    assert.equal((await command('--record', 'run.pcapng', 'talk.js')).stderr, '');
    const { code, stdout, stderr } = await runDraw('run.pcapng');
    assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: 'run.html: 2 datagrams drawn\n', stderr: '' });
    const { title, boards, columns } = dataOf('run.html');
    assert.deepEqual({ title, boards, columns: columns.map(({ board }) => board) },
      { title: 'run.pcapng', boards: ['talk.js'], columns: [0, 0] });
  });

  it('draws what the report counts', async () => {
    const { stderr } = await command('--loss', '20%', '--delay', '4ms±4ms', '--duplicate', '20%', '--seed', '7',
      '--report=json', '--record', 'run.pcapng', 'many.js');
    const report = JSON.parse(stderr);
    await runDraw('run.pcapng');
    const run = new Run(DATA.exec(fs.readFileSync(at('run.html'), 'utf8'))[1]);
    const all = Array.from({ length: run.length }, (_, arrow) => arrow);
    const { original, isDuplicate } = run.arrows;
    const count = (isCounted) => all.filter(isCounted).length;
    const lostBy = (isReceiver) => count((arrow) => run.stateOf(arrow) === 'lost (chance)' &&
      run.hasCome(arrow) === isReceiver);
    const { sent, received } = report.network;
    assert.deepEqual({
      sent: count((arrow) => original[arrow] === -1), lostOnTheWayOut: lostBy(false), lostOnTheWayIn: lostBy(true),
      duplicates: count((arrow) => isDuplicate[arrow] === 1), given: count((arrow) => run.isGood(arrow)),
    }, {
      sent: MANY, lostOnTheWayOut: sent.lost, lostOnTheWayIn: received.lost,
      duplicates: sent.duplicated + received.duplicated, given: report.received,
    });
    assert.ok(sent.lost > 0 && received.lost > 0 && sent.duplicated > 0 && received.duplicated > 0);
  });

  describe('where the system tells', () => {
    before(requireFastPath);

    it('ends what was sent to a port at which nobody is', async () => {
      assert.equal((await command('--record', 'run.pcapng', 'nobody.js')).stderr, '');
      assert.equal((await runDraw('run.pcapng')).stderr, '');
      const run = new Run(DATA.exec(fs.readFileSync(at('run.html'), 'utf8'))[1]);
      const all = Array.from({ length: run.length }, (_, arrow) => arrow);
      assert.deepEqual(all.map((arrow) => [run.labelOf(arrow), run.stateOf(arrow), run.isBad(arrow)]), [
        ['one', 'arrived', false],
        ['two', 'nobody there (port unreachable)', true],
        ['three', 'nobody there (port unreachable)', true],
      ]);
    });
  });

  it('puts captures together, into the file that is asked for', async () => {
    recordOne('a.pcapng');
    recordOne('b.pcapng');
    const { code, stdout } = await runDraw('a.pcapng', 'b.pcapng', '-o', 'both.html');
    assert.deepEqual({ code, stdout }, { code: 0, stdout: 'both.html: 2 datagrams drawn\n' });
    assert.equal(dataOf('both.html').title, 'a.pcapng, b.pcapng');
  });

  it('says that a capture breaks off, and draws it', async () => {
    recordOne('run.pcapng');
    fs.truncateSync(at('run.pcapng'), fs.statSync(at('run.pcapng')).size - 4);
    assert.deepEqual(await runDraw('run.pcapng').then(({ code, stdout, stderr }) => ({ code, stdout, stderr })), {
      code: 0, stdout: 'run.html: 0 datagrams drawn\n',
      stderr: 'iotjs-dgram: run.pcapng breaks off in its last block, and was drawn up to there\n',
    });
  });

  it('writes a small file that needs nothing else, and cannot be left by what is in it', async () => {
    const hostile = '</script><img src=x onerror=alert(1)>';
    const board = record(at('run.pcapng'), hostile);
    board.send(0, { local: 1, peer: 2, bytes: hostile });
    board.end();
    await runDraw('run.pcapng');
    const html = fs.readFileSync(at('run.html'), 'utf8').replace(DATA, '');
    assert.ok(html.length < LIMIT, `${html.length} bytes`);
    assert.deepEqual(dataOf('run.html').boards.sort(), [hostile]);
    assert.doesNotMatch(html, /<(link|img|iframe|object|embed)\b|\b(src|href)=/);
    assert.match(html, /Content-Security-Policy" content="default-src 'none';[^"]* script-src 'sha256-/);
  });

  it('draws a run', async () => {
    const { code, stderr } = await command('--draw', 'run.html', 'talk.js');
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    const { title, boards } = dataOf('run.html');
    assert.deepEqual({ title, boards }, { title: 'talk.js', boards: ['talk.js'] });
    assert.deepEqual(fs.readdirSync(directory).sort(), ['many.js', 'nobody.js', 'run.html', 'talk.js']);
  });

  for (const { kind, fleet } of FLEETS) {
    it(`draws a fleet, ${kind}`, async () => {
      const { code, stderr } = await fleet(directory, [2, at('talk.js')], { asked: ['--draw', at('run.html')] });
      assert.equal(code, 0, stderr);
      assert.deepEqual(dataOf('run.html').boards.sort(), ['talk.js #0', 'talk.js #1']);
      assert.equal(dataOf('run.html').title, 'talk.js');
    });
  }

  it('says where the capture is if a run cannot be drawn', async () => {
    fs.mkdirSync(at('folder'));
    const script = 'removes.js';
    fs.writeFileSync(at(script), `${TALK}\nrequire('fs').rmdirSync('folder');`);
    const { stderr } = await command('--draw', 'folder/run.html', script);
    const [, capture] = /--draw .*run\.html: ENOENT.*\. What was recorded is in (.*\.pcapng)\n$/.exec(stderr);
    assert.equal(readAll(capture).packets.length, 4);
    fs.rmSync(path.dirname(capture), { recursive: true });
  });

  it('needs captures', () => fails([], /draw takes captures \(\.pcapng\), and none was given/));

  it('refuses what is not there', () => fails(['nope.pcapng'], /there is no capture 'nope\.pcapng' \(.*nope\.pcapng\)/));

  it('refuses a folder', () => fails(['.'], /'\.' is a folder \(.*\), and draw takes captures/));

  it('refuses what is no capture', () => fails(['talk.js'], /talk\.js, byte 0: it is no pcapng file/));

  it('refuses unknown options', () => fails(['--colour'], /--colour/));

  it('writes to .html files only', async () => {
    recordOne('run.pcapng');
    await fails(['run.pcapng', '-o', 'talk.js'], /--output must be the name of an \.html file .*; it is 'talk\.js'/);
    assert.equal(fs.readFileSync(at('talk.js'), 'utf8'), TALK);
  });

  it('says where it cannot write', async () => {
    recordOne('run.pcapng');
    await fails(['run.pcapng', '-o', 'none/run.html'], /cannot write 'none\/run\.html': ENOENT/);
  });

  it('runs a script of that name behind --', async () => {
    fs.writeFileSync(at('draw.js'), 'console.log("a script")');
    assert.equal((await command('--', 'draw')).stdout, 'a script\n');
  });
});
