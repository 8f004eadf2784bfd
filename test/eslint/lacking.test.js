'use strict';

// The list of what IoT.js lacks is held against Node.js, its type declarations, what the package has, and the
// documentation.

const assert = require('node:assert/strict');
const nodeDgram = require('node:dgram');
const { EventEmitter } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');

const dgram = require('../..');
const lacking = require('../../lint/lacking');
const rule = require('../../lint/supported');

const NODE_TYPES = path.join(path.dirname(require.resolve('@types/node/package.json')), 'dgram.d.ts');
const PORTING = path.join(__dirname, '..', '..', 'docs', 'porting.md');

// The methods of an EventEmitter on IoT.js.
const IOTJS_EMITTER = ['addListener', 'emit', 'on', 'once', 'removeAllListeners', 'removeListener'];

const HERE = [...Object.keys(dgram.Socket.prototype), ...IOTJS_EMITTER];

/** Public methods by their names. */
function methodsOf(prototype) {
  return Object.getOwnPropertyNames(prototype).filter((name) =>
    name !== 'constructor' && !name.startsWith('_') && typeof prototype[name] === 'function');
}

/** The part of the declarations that follows a line, to the end of its block, and the names that it declares. */
function declaredIn(start) {
  const text = fs.readFileSync(NODE_TYPES, 'utf8');
  const body = text.slice(text.indexOf(start)).split(/^ {4}\}/m)[0];
  return Array.from(body.matchAll(/^ {8}(\w+)\??[(:<]/gm), ([, name]) => name);
}

describe('the list of what IoT.js lacks', () => {
  it('has every other method of sockets in Node.js', () => {
    for (const name of [...methodsOf(nodeDgram.Socket.prototype), ...methodsOf(EventEmitter.prototype)]) {
      assert.equal(lacking.methods.has(name), !HERE.includes(name), name);
    }
  });

  it('has every other method and option that its type declarations have', () => {
    const methods = declaredIn('class Socket ');
    assert.ok(methods.includes('setTTL'));
    for (const name of methods) assert.equal(lacking.methods.has(name), !HERE.includes(name), name);

    const create = declaredIn('interface SocketOptions ');
    assert.ok(create.includes('lookup'));
    for (const name of create) {
      assert.equal(lacking.createOptions.has(name), !['type', 'reuseAddr'].includes(name), name);
    }

    const bind = declaredIn('interface BindOptions ');
    assert.ok(bind.includes('port'));
    for (const name of bind) {
      assert.equal(lacking.bindOptions.has(name), !['port', 'address'].includes(name), name);
    }
  });

  it('has nothing that the package has', () => {
    assert.deepEqual(HERE.filter((name) => lacking.methods.has(name)), []);
  });

  it('has what docs/porting.md has', () => {
    const [, left] = /^\| with `node:dgram`[^]*?\n((?:\|.*\n)+)/m.exec(fs.readFileSync(PORTING, 'utf8'));
    const cells = left.split('\n').map((line) => line.split('|')[1] ?? '').join('\n');
    const methods = Array.from(cells.matchAll(/`(?:socket\.)?(\w+)\([\w{ }]*\)`/g), ([, name]) => name)
      .filter((name) => !['createSocket', 'bind', 'send'].includes(name));
    assert.ok(methods.length > 10);
    for (const name of methods) assert.ok(lacking.methods.has(name), name);
    for (const [, options, name] of cells.matchAll(/`(createSocket|bind)\(\{ (\w+) \}\)`/g)) {
      assert.ok(lacking[options === 'bind' ? 'bindOptions' : 'createOptions'].has(name), name);
    }
  });

  it('says of each what to write instead', () => {
    for (const list of Object.values(lacking)) {
      for (const [name, instead] of list) assert.match(instead, /^[A-Z].*\.$/, name);
    }
  });
});

describe('the messages', () => {
  it('are sentences, each with an id of its own', () => {
    for (const [id, message] of Object.entries(rule.meta.messages)) assert.match(message, /^[^.].*[.}]$/, id);
  });
});
