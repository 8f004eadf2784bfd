'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const { runNode } = require('../support/node.js');
const manifest = require('../../package.json');
const { ENV, ROOT, WHICH, makeDirectory, makeProject, removeProjects } = require('../support/project.js');

describe('the package iotjs-dgram', () => {
  after(removeProjects);

  async function prints(directory, args, expected) {
    const { code, stdout, stderr } = await runNode(args, { cwd: directory, env: ENV });
    assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: expected, stderr: '' });
  }

  it('exports what IoT.js exports', () => {
    assert.deepEqual(Object.keys(require('../..')).sort(), ['Socket', 'createSocket']);
  });

  it('has one entry, for Node.js and for IoT.js, which knows only `main`', () => {
    assert.equal(path.normalize(manifest.exports['.'].default), path.normalize(manifest.main));
  });

  describe('in Node.js, comes by', () => {
    let project;

    before(() => {
      project = makeProject({
        'require.js': `${WHICH}
          console.log(which(require('iotjs-dgram')), which(require('dgram')));`,
        'default.mjs': `${WHICH}
          import dgram from 'iotjs-dgram';
          console.log(which(dgram));`,
        'names.mjs': `${WHICH}
          import { createSocket, Socket } from 'iotjs-dgram';
          console.log(which({ Socket }), createSocket('udp4') instanceof Socket);`,
        'namespace.mjs': `${WHICH}
          import * as dgram from 'iotjs-dgram';
          console.log(which(dgram), typeof dgram.createSocket);`,
        'same.mjs': `${WHICH}
          import dgram, { createSocket } from 'iotjs-dgram';
          import { createRequire } from 'node:module';
          console.log(createSocket === dgram.createSocket, createRequire(import.meta.url)('iotjs-dgram') === dgram);`,
      });
    });

    it('require(), which leaves dgram alone', () => prints(project, ['require.js'], 'iotjs node\n'));
    it('import dgram', () => prints(project, ['default.mjs'], 'iotjs\n'));
    it('import { createSocket, Socket }', () => prints(project, ['names.mjs'], 'iotjs true\n'));
    it('import * as dgram', () => prints(project, ['namespace.mjs'], 'iotjs function\n'));
    it('import and require() as the same', () => prints(project, ['same.mjs'], 'true true\n'));
  });

  describe('in IoT.js', () => {
    let device;

    // As on a device, where nothing but these two files is needed.
    before(() => {
      const source = fs.readFileSync(path.join(ROOT, manifest.main), 'utf8');
      device = makeDirectory({
        'node_modules/iotjs-dgram/package.json': JSON.stringify(manifest),
        [`node_modules/iotjs-dgram/${manifest.main}`]: source,
        'iotjs.js': 'process.iotjs = { board: "unknown" };',
        'without-dgram.js': `
          const Module = require('module');
          const load = Module._load;
          Module._load = function (id) {
            if (id === 'dgram') throw new Error('Module not found: dgram');
            return load.apply(this, arguments);
          };`,
        'same.js': 'console.log(require("iotjs-dgram") === require("dgram"));',
        'message.js': 'try { require("iotjs-dgram"); } catch (err) { console.log(err.message); }',
      });
    });

    it('is the built-in dgram', () => prints(device, ['-r', './iotjs.js', 'same.js'], 'true\n'));

    it('says how to enable it where IoT.js was built without', () =>
      prints(device, ['-r', './iotjs.js', '-r', './without-dgram.js', 'message.js'],
        'This IoT.js was built without its dgram module (Module not found: dgram). Build it with ' +
        './tools/build.py --cmake-param=-DENABLE_MODULE_DGRAM=ON, or with ENABLE_MODULE_DGRAM in its profile.\n'));
  });
});
