'use strict';

// What a script loads: the module, and sim/ only where a setting asks for it.

const assert = require('node:assert/strict');
const path = require('node:path');

const { runNode } = require('../support/node.js');

const ROOT = path.join(__dirname, '..', '..');
const SCRIPT = `
  const dgram = require('./lib/index.js');
  const socket = dgram.createSocket('udp4');
  socket.bind(0, '127.0.0.1', () => {
    socket.close();
    console.log(JSON.stringify(Object.keys(require.cache)));
  });`;

/** The rooms of the package that a script's files stand in. */
async function roomsLoaded(settings) {
  const isOurs = (name) => name.startsWith('IOTJS_DGRAM_') && !name.endsWith('_PREBUILD');
  const names = Object.keys(process.env).filter(isOurs);
  const env = { ...Object.fromEntries(names.map((name) => [name, undefined])), ...settings };
  const { code, stdout, stderr } = await runNode(['-e', SCRIPT], { cwd: ROOT, env });
  assert.equal(code, 0, stderr);
  const files = JSON.parse(stdout).map((file) => path.relative(ROOT, file).split(path.sep)[0]);
  return [...new Set(files)].filter((room) => ['bin', 'lib', 'lint', 'sim'].includes(room)).sort();
}

describe('a script loads', () => {
  it('lib/ alone where it asks for no simulation', async () => {
    assert.deepEqual(await roomsLoaded({}), ['lib']);
  });

  it('sim/ where a setting asks for it', async () => {
    assert.deepEqual(await roomsLoaded({ IOTJS_DGRAM_LOSS: '5%' }), ['lib', 'sim']);
  });
});
