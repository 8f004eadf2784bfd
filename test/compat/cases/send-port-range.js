// Ports that send() refuses, in every form of the call; a refused send sends nothing.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
var b = new Buffer('x');
function cb() { T.log('callback'); }
s.on('listening', function () { T.log('listening'); });
s.on('error', function (e) { T.log('error', T.error(e)); });
function attempt(name, fn) { try { fn(); T.log(name, 'returned'); } catch (e) { T.log(name, 'threw', e.name, e.message); } }
attempt('null', function () { s.send('x', null, '127.0.0.1'); });
attempt('0.9', function () { s.send('x', 0.9, '127.0.0.1'); });
attempt('65536.5', function () { s.send('x', 65536.5, '127.0.0.1'); });
attempt('Infinity', function () { s.send('x', Infinity, '127.0.0.1'); });
attempt('"65536"', function () { s.send('x', '65536', '127.0.0.1'); });
attempt('{}', function () { s.send('x', {}, '127.0.0.1'); });
attempt('false', function () { s.send('x', false, '127.0.0.1'); });
attempt('function', function () { s.send('x', cb, '127.0.0.1'); });
attempt('65536, callback', function () { s.send('x', 65536, '127.0.0.1', cb); });
attempt('no port', function () { s.send('x'); });
attempt('offset, length, -1', function () { s.send(b, 0, 1, -1, '127.0.0.1'); });
attempt('offset, length, undefined', function () { s.send(b, 0, 1, undefined, '127.0.0.1'); });
attempt('offset, length, null', function () { s.send(b, 0, 1, null, '127.0.0.1', cb); });
attempt('offset, length, "http"', function () { s.send(b, 0, 1, 'http', '127.0.0.1', cb); });
attempt('sendto 65536', function () { s.sendto(b, 0, 1, 65536, '127.0.0.1', cb); });
attempt('sendto undefined', function () { s.sendto(b, 0, 1, undefined, '127.0.0.1', cb); });
attempt('(msg, port, address, "nope")', function () { s.send('x', 41448, '127.0.0.1', 'nope'); });
attempt('(msg, port, address, {})', function () { s.send('x', 41448, '127.0.0.1', {}); });
attempt('(msg, port, address, null, callback)', function () { s.send('x', 41448, '127.0.0.1', null, cb); });
attempt('(msg, port, address, undefined, callback)', function () { s.send('x', 41448, '127.0.0.1', undefined, cb); });
attempt('(msg, port, undefined, undefined, callback)', function () { s.send('x', 41448, undefined, undefined, cb); });
attempt('address', function () { s.address(); });
s.close();
