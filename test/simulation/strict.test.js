'use strict';

const assert = require('node:assert/strict');

const { runNode } = require('../support/node.js');
const { COMMAND, REGISTER, ROOT, makeDirectory, removeProjects } = require('../support/project.js');

/** Sends itself a message and hands it to `use`, the text of an expression. */
function receiving(use) {
  return `
    var dgram = require('dgram');
    var socket = dgram.createSocket('udp4');
    socket.on('message', function (msg) {
      try {
        console.log(String(uses['us' + 'e'](msg))); // so that the check cannot follow the message
      } catch (err) {
        console.log(err.code + ' ' + err.message);
      }
      setImmediate(function () { socket.close(); });
    });
    socket.bind(0, '127.0.0.1', function () { socket.send('hi there', socket.address().port, '127.0.0.1'); });
    var uses = { use: function (value) { return ${use}; } };`;
}

describe('--strict', () => {
  after(removeProjects);

  let directory;

  before(() => {
    directory = makeDirectory({
      'bad.js': 'console.log("it runs"); require("./part");\n',
      'part.js': 'exports.two = () => 2;\n',
      'late.js': 'try { require("./" + "part"); } catch (err) { console.log(err.code, err.message); }\n',
      'board.js': `
        var socket = require('dgram').createSocket('udp4');
        socket.bind(0, function () {
          console.log(socket.setTTL(1));
          socket.close();
        });`,
      'index.js': 'console.log(process.argv[2] + " " + typeof require("dgram"));\n',
      'test.js': `
        const simulate = require(${JSON.stringify(`${ROOT}/lib/simulate.js`)});
        simulate({ strict: true });
        require('./index');
        try { require('./part'); } catch (err) { console.log(err.code, err.findings.length); }`,
    });
  });

  async function command(args, options) {
    const { code, stdout, stderr } = await runNode([COMMAND, '--strict', ...args], { cwd: directory, ...options });
    return { code, stdout, stderr };
  }

  it('runs what a device can run', async () => {
    assert.deepEqual(await command(['index.js', 'x']), { code: 0, stdout: 'x object\n', stderr: '' });
  });

  it('runs nothing of a script that a device cannot run', async () => {
    const { code, stdout, stderr } = await command(['bad.js']);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /^iotjs-dgram: A device cannot run this \(--strict\):\npart\.js:1:15 {2}.*\n$/);
  });

  it('the same by the environment, without the command', async () => {
    const env = { IOTJS_DGRAM_STRICT: '1' };
    const { code, stdout, stderr } = await runNode(['-r', REGISTER, 'bad.js'], { cwd: directory, env });
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /part\.js:1:15/);
  });

  it('throws where such a script is required later', async () => {
    const { code, stdout } = await command(['late.js']);
    assert.equal(code, 0);
    assert.match(stdout, /^IOTJS_DGRAM_UNSUPPORTED A device cannot run this \(--strict\):\npart\.js:1:15/);
  });

  it('knows the board', async () => {
    const { code, stderr } = await command(['--target', 'nuttx-stm32f4', 'board.js']);
    assert.equal(code, 1);
    assert.match(stderr, /board\.js:4:\d+ {2}.*setTTL/);
  });

  it('and what that has nevertheless', async () => {
    const { code, stdout } = await command(['--target', 'nuttx-stm32f4', '--allow', 'setTTL', 'board.js']);
    assert.deepEqual([code, stdout], [0, '1\n']);
  });

  it('checks the script of a fleet once', async () => {
    const { code, stdout, stderr } = await command(['--fleet', '3', 'bad.js']);
    assert.deepEqual([code, stdout], [1, '']);
    assert.equal(stderr.match(/part\.js:1:15/g).length, 1);
    const good = await command(['--fleet', '3', 'index.js', 'y']);
    assert.deepEqual([good.code, good.stdout.split('\n').sort()],
      [0, ['', '[0] y object', '[1] y object', '[2] y object']]);
  });

  it('in code: for what is required after it', async () => {
    const { code, stdout } = await runNode(['-r', REGISTER, 'test.js', 'z'], { cwd: directory });
    assert.deepEqual([code, stdout], [0, 'z object\nIOTJS_DGRAM_UNSUPPORTED 1\n']);
  });

  describe('a message', () => {
    async function shows(use, expected) {
      const script = makeDirectory({ 'app.js': receiving(use) });
      const { code, stdout, stderr } = await runNode([COMMAND, '--strict', 'app.js'], { cwd: script });
      assert.deepEqual([code, stderr], [0, '']);
      if (expected instanceof RegExp) assert.match(stdout, expected);
      else assert.equal(stdout, `${expected}\n`);
    }

    it('has the members of IoT.js\'s Buffer', () => shows(`[
      value.length, value.toString(), value.slice(3), value.readUInt8(0), value.compare(new Buffer('hi there')),
      value.equals(new Buffer('x')), Buffer.isBuffer(value), Buffer.concat([value, new Buffer('!')]),
      new Buffer(value), value.copy(new Buffer(4)), value.writeUInt8(1, 0), value.fill(65) === value, value
    ].join()`, '8,hi there,there,104,0,false,true,hi there!,hi there,4,1,true,AAAAAAAA'));

    it('is a Buffer', () => shows('[value.constructor === Buffer, Object.prototype.toString.call(value)].join()',
      'true,[object Uint8Array]'));

    it('has members that the script can replace', () =>
      shows('(value.toString = function () { return "mine"; }, value)', 'mine'));

    it('has no others: one whose name is a symbol', () => shows('Array["fr" + "om"](value)',
      /^IOTJS_DGRAM_UNSUPPORTED The Buffer of IoT\.js has no \[Symbol\.iterator\] \(--strict\)/));

    it('has no others: one that nothing is said of', () => shows('value.asciiSlice(0)',
      'IOTJS_DGRAM_UNSUPPORTED The Buffer of IoT.js has no asciiSlice (--strict).'));

    it('has no others, and the error begins at the line that asks', () => shows(`(function () {
      try { value.readUInt32BE(0); } catch (err) { return err.stack.split('\\n')[1]; }
    }())`, /^ +at .*app\.js:\d+/));

    it('has no others', () => shows('value.readUInt32BE(0)',
      /^IOTJS_DGRAM_UNSUPPORTED .*Buffer.*readUInt32BE.*--strict/));

    it('not when it is a slice either', () => shows('value.slice(1).subarray(1)', /^IOTJS_DGRAM_UNSUPPORTED/));

    it('can be sent in part', () => shows('socket.send(value, 3, 2, 9, "127.0.0.1")', 'undefined'));

    it('can be given to Node.js and sent on', () => shows(`(
      require('fs').writeSync(1, value, 0, value.length), socket.send(value, 9, '127.0.0.1', function () {}),
      console.log(value), 'ok'
    )`, /^hi there<Buffer 68 69 20 74 68 65 72 65>\nok\n$/));
  });
});
