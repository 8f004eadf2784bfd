'use strict';

// What Node.js and this package give to a script is of the types that the script knows. Prints what is not.

const assert = require('assert');
const crypto = require('crypto');
const dgram = require('dgram');
const dns = require('dns');
const { EventEmitter, once } = require('events');
const fs = require('fs');
const os = require('os');
const path = require('path');
const url = require('url');
const util = require('util');

const file = path.join(os.tmpdir(), `iotjs-dgram-light-${process.pid}-${process.env.IOTJS_DGRAM_INDEX}`);

function is(name, value, ...types) {
  for (const type of types) if (!(value instanceof type)) console.log(`${name} is no ${type.name}`);
}

function thrown(action) {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

function buffers() {
  is('Buffer.from', Buffer.from('a'), Buffer, Uint8Array, Object);
  is('new Buffer', new Buffer(2), Buffer);
  is('alloc', Buffer.alloc(1), Buffer);
  is('concat', Buffer.concat([Buffer.from('a'), Buffer.from('b')]), Buffer);
  is('slice', Buffer.from('abc').slice(1), Buffer);
  is('subarray', Buffer.from('abc').subarray(1), Buffer);
  is('map', Buffer.from('abc').map((x) => x), Buffer);
  is('toJSON', Buffer.from('a').toJSON().data, Array);
  is('an error of Buffer.from', thrown(() => Buffer.from(5)), TypeError, Error);
  is('an error of readUInt8', thrown(() => Buffer.alloc(1).readUInt8(7)), RangeError);
  is('require(buffer)', Buffer.from('a'), require('buffer').Buffer);
  assert.ok(Buffer.isBuffer(Buffer.from('a')) && !Buffer.isBuffer(new Uint8Array(1)));
  assert.equal(`${Buffer.from('68690a', 'hex')}`, 'hi\n');
  assert.equal(util.inspect(Buffer.from('a')), '<Buffer 61>');
  assert.deepStrictEqual(Buffer.concat([Buffer.from('a'), new Buffer('b')]), Buffer.from('ab'));
}

function modules() {
  is('os.cpus()', os.cpus(), Array);
  is('os.networkInterfaces()', os.networkInterfaces(), Object);
  is('path.parse()', path.parse('/a/b'), Object);
  is('new URL', new URL('http://a/b'), URL, Object);
  is('url.URL', new url.URL('http://a/b'), url.URL);
  is('an error of new URL', thrown(() => new URL('x')), TypeError);
  is('encode()', new TextEncoder().encode('a'), Uint8Array);
  is('digest()', crypto.createHash('sha256').update('a').digest(), Buffer);
  is('randomBytes()', crypto.randomBytes(4), Buffer);
  is('an AssertionError', thrown(() => assert.equal(1, 2)), assert.AssertionError, Error);
  assert.throws(() => { throw new TypeError('mine'); }, TypeError);
  is('a promisified function', util.promisify((done) => done(null, 1))(), Promise);
  is('a promisified timer', util.promisify(setTimeout)(1), Promise);
  is('process.versions', process.versions, Object);
  is('process.hrtime()', process.hrtime(), Array);
  is('process.execArgv', process.execArgv, Array);
  is('process', process, EventEmitter);
  is('process.stdout', process.stdout, EventEmitter, Object);
  is('a function of Node.js', fs.readFile, Function);
  is('the prototype of setTimeout', setTimeout.prototype ?? {}, Object);
  is('once()', once(new EventEmitter(), 'never'), Promise);
  is('listeners()', new EventEmitter().on('a', () => {}).listeners('a'), Array);
  is('an error of require', thrown(() => require('./nowhere')), Error);
  is('an error of JSON', thrown(() => JSON.parse('{')), SyntaxError);
  class Thing extends EventEmitter {}
  is('a class that extends', new Thing(), Thing, EventEmitter);
  function Old() {
    EventEmitter.call(this);
  }
  util.inherits(Old, EventEmitter);
  is('a function that inherits', new Old().on('a', () => {}), Old, EventEmitter);
}

function timers(done) {
  for (const start of [setTimeout, setInterval, setImmediate]) {
    const error = thrown(() => start('code'));
    is(`an error of ${start.name}()`, error, TypeError);
    assert.equal(error.code, 'ERR_INVALID_ARG_TYPE');
    const started = start(function (...args) {
      assert.equal(this, started);
      assert.deepEqual(args, start === setImmediate ? [0, 'b'] : ['b']);
      clearInterval(started);
      if (start === setTimeout) done();
    }, 0, 'b');
    is(`what ${start.name}() returns`, started, Object);
  }
}

function files(done) {
  fs.writeFileSync(file, 'text');
  is('readFileSync()', fs.readFileSync(file), Buffer, Uint8Array);
  is('statSync()', fs.statSync(file), fs.Stats, Object);
  is('mtime', fs.statSync(file).mtime, Date);
  is('readdirSync()', fs.readdirSync(os.tmpdir()), Array);
  is('an error of fs', thrown(() => fs.readFileSync('/nowhere/at/all')), Error);
  fs.stat(file, (_, stats) => {
    is('stat()', stats, fs.Stats);
    fs.readFile(file, (__, data) => {
      is('readFile()', data, Buffer);
      fs.unlinkSync(file);
      fs.readFile(file, (error) => {
        is('an error of a callback', error, Error);
        done();
      });
    });
  });
}

function names(done) {
  const { lookup } = dns;
  let asker;
  dns.lookup = (name, family, callback) => {
    asker = callback;
    callback(null, '127.0.0.1');
  };
  const socket = dgram.createSocket('udp4');
  socket.bind(0, () => socket.close());
  dns.lookup = lookup;
  is('a callback of this package', asker, Function);
  dns.lookup('127.0.0.1', { all: true }, (_, addresses) => {
    is('lookup()', addresses, Array);
    is('an address', addresses[0], Object);
    done();
  });
}

function sockets(done) {
  is('an error of createSocket()', thrown(() => dgram.createSocket('x')), Error);
  is('an error of new', thrown(() => new dgram.Socket('x')), Error);
  is('require(dgram)', dgram, Object);
  for (const name of ['createSocket', 'Socket']) is(name, dgram[name], Function);
  for (const name of Object.keys(dgram.Socket.prototype)) is(name, dgram.Socket.prototype[name], Function);
  is('a socket of new createSocket()', new dgram.createSocket('udp4'), dgram.Socket);
  const socket = dgram.createSocket('udp4');
  is('a socket', socket, dgram.Socket, EventEmitter);
  is('an error of send()', thrown(() => socket.send('a', -1)), RangeError, Error);
  is('another one', thrown(() => socket.send(5, 1)), TypeError);
  is('its cause', thrown(() => socket.send(5, 1)).cause, Error);
  const other = dgram.createSocket('udp4');
  const queued = dgram.createSocket('udp4');
  queued.on('newListener', (_, listener) => is('a listener of this package', listener, Function));
  queued.send('a', 1, '127.0.0.1', () => queued.close());
  for (const listener of queued.listeners('listening')) queued.removeListener('listening', listener);
  assert.equal(queued.listenerCount('listening'), 0);
  socket.on('message', (message, rinfo) => {
    is('a message', message, Buffer, Uint8Array);
    is('rinfo', rinfo, Object);
    is('a part of a message', message.slice(1), Buffer);
    assert.equal(`${message}`, 'abc');
    other.once('error', (error) => {
      is('an error event', error, Error);
      is('its cause', error.cause, Error);
      socket.send('a', 1, 'no name', (failure) => {
        is('an error of a callback', failure, Error);
        is('its cause', failure.cause, Error);
      });
      socket.send(Buffer.alloc(65508), 1, '127.0.0.1', (refusal) => {
        is('an error of the system', refusal, Error);
        process.removeAllListeners('warning'); // which would print it
        process.on('warning', (warning) => {
          is('a warning', warning, Error);
          done();
        });
        socket.send('too late', 1, '127.0.0.1');
        socket.close();
      });
    });
    other.bind(socket.address().port, '127.0.0.1');
  });
  socket.bind(0, '127.0.0.1', () => {
    is('address()', socket.address(), Object);
    socket.send(['a', Buffer.from('b'), 'c'], socket.address().port, '127.0.0.1');
  });
}

function stacks() {
  const deep = (n) => (n === 0 ? dgram.createSocket('x') : deep(n - 1));
  const { stackTraceLimit } = Error;
  for (const limit of [0, 3, 20]) {
    Error.stackTraceLimit = limit;
    const frames = thrown(() => deep(20)).stack.split('\n').filter((line) => /^ +at /.test(line)).length;
    if (frames !== limit) console.log(`an error of this package has ${frames} frames, where the script wants ${limit}`);
  }
  Error.stackTraceLimit = stackTraceLimit;
}

/** What the script has put in the place of Node's functions. */
function replacements(done) {
  const { lookup } = dns;
  const { nextTick } = process;
  let ticks = 0;
  dns.lookup = (name, family, callback) => {
    is('the callback of a replaced dns.lookup', callback, Function);
    callback(null, '127.0.0.1');
  };
  process.nextTick = (callback, ...args) => {
    ticks++;
    is('the callback of a replaced process.nextTick', callback, Function);
    Reflect.apply(nextTick, process, [callback, ...args]);
  };
  const socket = dgram.createSocket('udp4');
  socket.send('x', 9, 'somewhere', () => {
    ticks = 0;
    socket.close(() => {
      if (ticks !== 1) console.log(`close() used a replaced process.nextTick ${ticks} times`);
      dns.lookup = lookup;
      process.nextTick = nextTick;
      done();
    });
  });
  is('a listener of this package', socket.listeners('listening')[0], Function);
}

buffers();
modules();
stacks();
timers(() => files(() => names(() => replacements(() => sockets(() => console.log('all seen'))))));
