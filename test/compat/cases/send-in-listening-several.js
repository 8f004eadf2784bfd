// Several messages that wait for the bind, and a 'listening' listener on either side of the first of them: what was sent
// later still waits with the first. Each message has many empty parts, which takes IoT.js so long that a lookup ends before the next.
var T = require('./trace.js');
var dgram = require('dgram');

var empty = new Buffer(0), parts = [];
for (var i = 0; i < 1500; i++) parts.push(empty);
var got = [], sent = [];
var r = dgram.createSocket('udp4', function (m) { got.push(m.toString()); finish(); });
var s = dgram.createSocket('udp4');
function send(m) { s.send(parts.concat([new Buffer(m)]), 41484, '127.0.0.1', function (e) { sent.push(e === null ? m : e.message); finish(); }); }
function sender(m) { return function () { T.pause(); send(m); T.pause(); }; }
function finish() {
  if (got.length < 5 || sent.length < 5) return;
  T.log(got, sent);
  r.close(); s.close();
}
r.bind(41484, '127.0.0.1', function () {
  s.on('listening', sender('early'));
  send('queued 1');
  send('queued 2');
  s.on('listening', sender('late'));
  send('queued 3');
});
