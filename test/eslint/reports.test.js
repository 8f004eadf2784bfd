'use strict';

// What the rule reports on every target, and what it says.

const lacking = require('../../lint/lacking');
const { SOCKET, check } = require('./support/tester.js');

const EXAMPLE = `${SOCKET}
  socket.on('error', function (err) { console.log(err.message); socket.close(); });
  socket.on('message', function (msg, rinfo) { socket.send(msg, rinfo.port, rinfo.address, function (err, size) {}); });
  socket.once('listening', function () { console.log(socket.address().port); });
  socket.bind({ port: 41234, address: '127.0.0.1' }, function () {
    socket.setBroadcast(true);
    socket.setTTL(4);
    socket.setMulticastTTL(4);
    socket.setMulticastLoopback(true);
    socket.addMembership('224.0.0.114');
    socket.dropMembership('224.0.0.114');
    socket.removeListener('error', f).removeAllListeners('message').emit('own', socket.type);
  });`;

function shown(name) {
  return name.startsWith('[') ? name : `${name}()`;
}

function use(name) {
  return name.startsWith('[') ? name : `.${name}`;
}

check('what IoT.js has', [EXAMPLE]);

check('methods that IoT.js lacks',
  [...lacking.methods.keys()].map((name) => `${SOCKET}other${use(name)}(); socket.address()${use(name)};`),
  [...lacking.methods].map(([name, instead]) => [
    `${SOCKET}socket${use(name)}();`, { messageId: 'method', data: { name: shown(name), instead } },
  ]));

check('methods that IoT.js lacks: the place and the words', [], [
  [`${SOCKET}\nsocket\n  .unref();`, {
    message: 'The sockets of IoT.js have no unref(). Close the socket when its work is done: in the callback of the ' +
      'last send(), or from a timer.',
    line: 3, column: 4, endLine: 3, endColumn: 9,
  }],
]);

check('await using', [
  `${SOCKET}{ using file = open(); }`,
  `${SOCKET}async function f() { await using file = open(); }`,
], [
  [`${SOCKET}async function f() { await using s = dgram.createSocket('udp4'); }`, 'method'],
]);

check('symbols', [
  `${SOCKET}socket[Symbol.iterator]; socket[Symbol];`,
  `${SOCKET}function f(Symbol) { socket[Symbol.asyncDispose](); }`,
], [
  [`${SOCKET}socket[Symbol.asyncDispose]();`, 'method'],
]);

check('events that IoT.js does not emit', [
  `${SOCKET}socket.on('own', f); socket.on(name, f); socket.on(); socket.removeListener('connect', f);`,
  `${SOCKET}other.on('connect', f);`,
  `${SOCKET}socket.on(...names);`,
], [
  ...[...lacking.events].map(([name, instead]) => [
    `${SOCKET}socket.on('${name}', f);`, { messageId: 'event', data: { name, instead } },
  ]),
  [`${SOCKET}socket.once('connect', f);`, 'event'],
  [`${SOCKET}socket.addListener('connect', f);`, 'event'],
  [`${SOCKET}socket.prependListener('connect', f);`, 'method', 'event'],
  [`${SOCKET}socket.prependOnceListener('connect', f);`, 'method', 'event'],
  [`${SOCKET}var EVENT = 'connect'; socket.on(EVENT, f);`, 'event'],
]);

check('socket types', [
  "require('dgram').createSocket();",
  "require('dgram').createSocket(type);",
  "require('dgram').createSocket({ type: type, reuseAddr: true });",
  "require('dgram').createSocket({ [type]: 'udp6', ...options });",
  "require('dgram').createSocket({ 'type': 'udp4' });",
  "require('dgram').createSocket(...['udp6']);",
  "other.createSocket('udp6'); // dgram",
  "var o = { type: 'udp6' }; o.type = 'udp4'; require('dgram').createSocket(o);",
  "var TYPE = 'udp6'; TYPE = 'udp4'; require('dgram').createSocket(TYPE);",
], [
  ["require('dgram').createSocket('udp6');", { messageId: 'socketType', data: { type: 'udp6' }, line: 1, column: 31 }],
  ["require('dgram').createSocket('unix');", { messageId: 'socketType', data: { type: 'unix' } }],
  ["require('dgram').createSocket(`udp6`);", 'socketType'],
  ["require('dgram').createSocket({ type: 'udp6' });", 'socketType'],
  ["require('dgram').createSocket({ 'type': 'udp6' });", 'socketType'],
  ["var dgram = require('dgram'); new dgram.Socket('udp6');", 'socketType'],
  ["var TYPE = 'udp6'; require('dgram').createSocket(TYPE);", 'socketType'],
  ["var TYPE = 'udp6'; require('dgram').createSocket({ type: TYPE });", 'socketType'],
  ["var o = { type: 'udp6' }; require('dgram').createSocket(o);", 'socketType'],
]);

check('options of createSocket()', [
  "require('dgram').createSocket({ type: 'udp4', reuseAddr: true, own: 1, ...more });",
  "require('dgram').createSocket({ type: 'udp4', [name]: true });",
  "other.createSocket({ type: 'udp4', signal: s }); // dgram",
], [
  ...[...lacking.createOptions].map(([name, instead]) => [
    `require('dgram').createSocket({ type: 'udp4', ${name}: x });`,
    { messageId: 'createOption', data: { name, instead } },
  ]),
  ["require('dgram').createSocket({ type: 'udp4', signal });", 'createOption'],
  ["require('dgram').createSocket({ type: 'udp4', lookup() {} });", 'createOption'],
  ["var o = { type: 'udp6', ipv6Only: true }; require('dgram').createSocket(o);", 'socketType', 'createOption'],
]);

check('options of bind()', [
  `${SOCKET}socket.bind({ port: 1, address: 'a' }); socket.bind(o); socket.bind(); f.bind({ fd: 1 });`,
], [
  ...[...lacking.bindOptions].map(([name, instead]) => [
    `${SOCKET}socket.bind({ port: 1, ${name}: x });`, { messageId: 'bindOption', data: { name, instead } },
  ]),
  [`${SOCKET}var o = { fd: 1, exclusive: true }; socket.bind(o, f);`, 'bindOption', 'bindOption'],
]);

check('send() without an address', [
  `${SOCKET}socket.send('a', 1);`,
  `${SOCKET}socket.send('a', 1, '127.0.0.1');`,
  `${SOCKET}socket.send('a', 1, undefined, function () {});`,
  `${SOCKET}socket.send('a', 1, address);`,
  `${SOCKET}function say(done) { socket.send('a', 1, done); }`,
  `${SOCKET}socket.send('a', 0, 1, 1);`,
  `${SOCKET}socket.send('a', 0, 1, 1, '127.0.0.1', function () {});`,
  `${SOCKET}socket.send('a', 1, ...[function () {}]);`,
  `${SOCKET}var f = function () {}; f = '127.0.0.1'; socket.send('a', 1, f);`,
  `${SOCKET}function f() {} f = '127.0.0.1'; socket.send('a', 1, f);`,
  'other.send("a", 1, function () {}); // dgram',
], [
  [`${SOCKET}socket.send('a', 1, function () {});`, { messageId: 'sendAddress', data: { form: '' } }],
  [`${SOCKET}socket.send('a', 1, () => {});`, 'sendAddress'],
  [`${SOCKET}function f() {} socket.send('a', 1, f);`, 'sendAddress'],
  [`${SOCKET}var f = function () {}; socket.send('a', 1, f);`, 'sendAddress'],
  [`${SOCKET}socket.send('a', 1, this.f.bind(this));`, 'sendAddress'],
  [`${SOCKET}socket.send('a', 0, 1, 1, function () {});`,
    { messageId: 'sendAddress', data: { form: 'offset, length, ' } }],
]);

check('sendto() without an address', [
  `${SOCKET}socket.sendto('a', 0, 1, 1, '127.0.0.1');`,
  `${SOCKET}socket.sendto('a', 0, 1, 1, address, function () {});`,
  `${SOCKET}socket.sendto('a', 0, 1, ...more);`,
], [
  [`${SOCKET}socket.sendto('a', 0, 1, 1);`, 'sendtoAddress'],
  [`${SOCKET}socket.sendto('a', 0, 1, 1, function () {});`, 'sendtoAddress'],
]);

check('send() without a port', [
  `${SOCKET}socket.send('a', port); socket.send();`,
  `${SOCKET}socket.send(...args);`,
], [
  [`${SOCKET}socket.send('a');`, 'sendPort'],
  [`${SOCKET}socket.send('a', function () {});`, 'sendPort'],
]);

check('send() of typed arrays', [
  `${SOCKET}socket.send(new Buffer(4), 1, 'a'); socket.send(['a', , new Buffer(1), ...more], 1, 'a');`,
  `${SOCKET}socket.send(Buffer.from(new Uint8Array(4)), 1, 'a');`,
  `${SOCKET}function f(Uint8Array) { socket.send(new Uint8Array(4), 1, 'a'); }`,
  `${SOCKET}var bytes = new Uint8Array(4); bytes = 'b'; socket.send(bytes, 1, 'a');`,
  `${SOCKET}socket.send(list.of(1), 1, 'a'); socket.send(make(), 1, 'a');`,
  'other.send(new Uint8Array(4), 1, "a"); // dgram',
], [
  [`${SOCKET}socket.send(new Uint8Array(4), 1, 'a');`, { messageId: 'sendBytes', data: { type: 'Uint8Array' } }],
  [`${SOCKET}socket.send(new DataView(b), 1, 'a');`, { messageId: 'sendBytes', data: { type: 'DataView' } }],
  [`${SOCKET}socket.send(Uint8Array.from([1]), 0, 1, 1, 'a');`, 'sendBytes'],
  [`${SOCKET}socket.send(Uint8Array.of(1), 1, 'a');`, 'sendBytes'],
  [`${SOCKET}var bytes = new Uint8Array(4); socket.send(bytes, 1, 'a');`, 'sendBytes'],
  [`${SOCKET}socket.send(['a', new Uint8Array(4), new Int16Array(1)], 1, 'a');`, 'sendBytes', 'sendBytes'],
  [`${SOCKET}socket.sendto(new Uint8Array(4), 0, 4, 1, 'a');`, 'sendBytes'],
]);

check("'node:' names", [
  "require('node:fs'); var text = 'node:dgram';",
  "other.require('node:dgram');",
  "function f(require) { require('node:dgram'); }",
], [
  ["var dgram = require('node:dgram');", { messageId: 'nodeName', line: 1, column: 21 }],
  ["require('node:dgram').createSocket('udp6').unref();", 'nodeName', 'socketType', 'method'],
]);

check('names that dgram does not export', [
  `${SOCKET}dgram[name]; dgram.createSocket; dgram.Socket; other.promises;`,
  "var { createSocket, Socket, [name]: x } = require('dgram');",
], [
  [`${SOCKET}dgram._createSocketHandle();`, { messageId: 'export', data: { name: '_createSocketHandle' } }],
  ["var { promises } = require('dgram');", { messageId: 'export', data: { name: 'promises' } }],
  ["require('dgram').createsocket('udp4');", 'export'],
]);
