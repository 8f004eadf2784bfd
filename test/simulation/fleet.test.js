'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const { runNode } = require('../support/node.js');
const { COMMAND, WHICH, makeDirectory, removeProjects } = require('../support/project.js');
const { FLEETS, fleet, sorted, summaryOf } = require('./support/fleet.js');

for (const { kind, fleet: run } of FLEETS) describe(`a fleet of ${kind} copies`, () => {
  after(removeProjects);

  let directory;

  before(() => {
    directory = makeDirectory({
      'index.js': `
        const { IOTJS_DGRAM_INDEX: index, IOTJS_DGRAM_FLEET: fleet } = process.env;
        console.log(index + ' of ' + fleet);`,
      'busy-poll.js': 'console.log(process.env.IOTJS_DGRAM_BUSY_POLL);',
      'argv.js': `
        console.log(process.argv[0] === process.execPath, process.argv[1] === __filename,
          process.argv.slice(2).join('|'));`,
      'folder/index.js': 'console.log("folder");',
      'which.js': `${WHICH}new Buffer(1); console.log(which(require('dgram')));`,
      'socket.js': `
        const dgram = require('dgram');
        const socket = dgram.createSocket('udp4');
        socket.on('message', (message) => {
          console.log('got ' + message);
          socket.close();
        });
        socket.bind(0, '127.0.0.1', () => socket.send('mine', socket.address().port, '127.0.0.1'));`,
    });
  });

  async function prints(args, lines, options) {
    const { code, stdout, stderr } = await run(directory, args, options);
    assert.deepEqual(sorted(stdout), lines);
    assert.match(stderr, /^fleet: .*\n$/);
    assert.equal(code, 0);
  }

  it('tells each copy its index, and how many there are', () =>
    prints([3, 'index.js'], ['[0] 0 of 3', '[1] 1 of 3', '[2] 2 of 3']));

  it('does not poll for answers, unless a time is set', async () => {
    await prints([1, 'busy-poll.js'], ['[0] off'], { env: { IOTJS_DGRAM_BUSY_POLL: undefined } });
    await prints([1, 'busy-poll.js'], ['[0] 70'], { env: { IOTJS_DGRAM_BUSY_POLL: '70' } });
  });

  it('may be of one', () => prints([1, 'index.js'], ['[0] 0 of 1']));

  it('pads the index to the width of the largest', async () => {
    const { stdout } = await run(directory, [11, 'index.js']);
    const lines = sorted(stdout);
    assert.deepEqual([lines[0], lines[9], lines[10]], ['[00] 0 of 11', '[09] 9 of 11', '[10] 10 of 11']);
    assert.deepEqual(sorted((await run(directory, [10, 'index.js'])).stdout)[9], '[9] 9 of 10');
  });

  it('gives the copies the arguments as node would', () =>
    prints([2, 'argv.js', '-x', '--', 'a b', ''], ['[0] true true -x|--|a b|', '[1] true true -x|--|a b|']));

  it('has dgram of IoT.js in it, and nothing to say about new Buffer()', () => prints([1, 'which.js'], ['[0] iotjs']));

  it('keeps a copy alive as long as its socket is open, and no longer', () =>
    prints([3, 'socket.js'], ['[0] got mine', '[1] got mine', '[2] got mine']));

  it('works where NODE_OPTIONS has options of a whole process', () =>
    prints([1, 'index.js'], ['[0] 0 of 1'], { env: { NODE_OPTIONS: '--title=fleet' } }));

  describe('finds what node finds:', () => {
    it('a script without its .js', () => prints([1, 'index'], ['[0] 0 of 1']));
    it('a folder', () => prints([1, 'folder'], ['[0] folder']));
    it('an absolute path', () => prints([1, path.join(directory, 'index.js')], ['[0] 0 of 1']));
  });

  it('says how it went', async () => {
    const { stderr } = await run(directory, [3, 'index.js']);
    assert.equal(summaryOf(stderr), '3 copies of index.js ended / 3 well');
    assert.equal(summaryOf((await run(directory, [1, 'index'])).stderr), '1 copy of index ended / 1 well');
  });
});

describe('a fleet with --isolate', () => {
  after(removeProjects);

  let directory;

  before(() => {
    directory = makeDirectory({
      'alone.js': `
        const { workerData } = require('worker_threads');
        console.log(require.main === module, workerData, process.execArgv.filter((arg) => /copy/.test(arg)).length);`,
      'module.mjs': 'import { workerData } from "worker_threads"; console.log("module", workerData, import.meta.url);',
      'offspring.js': `${WHICH}
        const { Worker, workerData } = require('worker_threads');
        console.log(which(require('dgram')), workerData, process.env.IOTJS_DGRAM_INDEX);
        if (workerData === null && !process.send) {
          new Worker(__filename, { workerData: 'mine' }).on('exit', () => require('child_process').fork(__filename));
        }`,
      'parent-port.js': `
        const { parentPort } = require('worker_threads');
        parentPort.once('message', (message) => console.log('got', message));
        setTimeout(() => parentPort.close(), 100);`,
    });
  });

  async function prints(args, lines) {
    const { code, stdout, stderr } = await fleet(directory, args, { kind: 'isolated' });
    assert.deepEqual(sorted(stdout), lines);
    assert.match(stderr, /^fleet: .*\n$/);
    assert.equal(code, 0);
  }

  it('hides from a copy how it was made', () => prints([1, 'alone.js'], ['[0] true null 0']));

  it('reaches the workers of a copy, and its children', () =>
    prints([1, 'offspring.js'], ['[0] iotjs mine 0', '[0] iotjs null 0', 'iotjs null 0']));

  it('leaves the parentPort to the script', () => prints([1, 'parent-port.js'], []));

  it('runs ES modules', () => {
    const { href } = pathToFileURL(path.join(directory, 'module.mjs'));
    return prints([1, 'module.mjs'], [`[0] module null ${href}`]);
  });
});

describe('a fleet', () => {
  after(removeProjects);

  let directory;

  before(() => {
    directory = makeDirectory({ 'index.js': '' });
  });

  describe('is used wrongly', () => {
    async function fails(args, message) {
      const { code, stdout, stderr } = await fleet(directory, args);
      assert.deepEqual({ code, stdout, stderr }, {
        code: 2, stdout: '', stderr: `iotjs-dgram: ${message}\nTry: iotjs-dgram --help\n`,
      });
    }

    for (const count of ['0', '2.5', '1e3', '100001', '']) {
      it(`with ${JSON.stringify(count)} copies`, () =>
        fails([count, 'index.js'], `--fleet must be a number of copies from 1 to 100000; it is '${count}'.`));
    }

    it('with what is for a fleet, without one', async () => {
      const { code, stderr } = await runNode([COMMAND, '--isolate', 'index.js'], { cwd: directory });
      assert.equal(stderr, 'iotjs-dgram: --isolate does nothing without --fleet.\nTry: iotjs-dgram --help\n');
      assert.equal(code, 2);
    });

    it('without a script', () => fails([2, ''], 'no script was given'));
    it('with a script that is not there', () =>
      fails([2, 'nowhere.js'], `there is no script 'nowhere.js' (${path.join(directory, 'nowhere.js')}).`));
  });
});
