// Messages sent in 'listening' listeners, beside those that waited for the bind: the ones that waited leave when it is the
// turn of the listener that send() added with the first of them.
var T = require('./trace.js');
var dgram = require('dgram');

var PORT = 41477;
function run(name, count, prepare, next) {
  var got = [], sent = [];
  var r = dgram.createSocket('udp4', function (m) { got.push(m.toString()); finish(); });
  var s = dgram.createSocket('udp4');
  function send(m) { s.send(m, PORT, '127.0.0.1', function (e) { sent.push(e === null ? m : e.message); finish(); }); }
  function sender(m) { return function () { T.pause(); send(m); T.pause(); }; }
  function finish() {
    if (got.length < count || sent.length < count) return;
    T.log(name, got, sent);
    r.close(); s.close();
    next();
  }
  r.bind(PORT, '127.0.0.1', function () { prepare(s, send, sender); });
}

var steps = [
  ['listener before', 2, function (s, send, sender) { s.on('listening', sender('early')); send('queued'); }],
  ['listener after', 2, function (s, send, sender) { send('queued'); s.on('listening', sender('late')); }],
  ['before and after', 3, function (s, send, sender) { s.on('listening', sender('early')); send('queued'); s.on('listening', sender('late')); }],
  ['once', 3, function (s, send, sender) { s.once('listening', sender('early')); send('queued'); s.once('listening', sender('late')); }],
  ['two before', 3, function (s, send, sender) { s.on('listening', sender('first')); s.on('listening', sender('second')); send('queued'); }],
  ['callback of the bind', 3, function (s, send, sender) { s.bind(0, sender('callback')); send('queued'); s.on('listening', sender('late')); }],
  ['listener, then the bind', 4, function (s, send, sender) {
    s.on('listening', sender('early')); s.bind(0, sender('callback')); send('queued'); s.on('listening', sender('late'));
  }],
  ['two in one listener', 3, function (s, send, sender) { s.on('listening', function () { sender('early')(); sender('too')(); }); send('queued'); }],
  ['message from another listener', 3, function (s, send, sender) {
    s.bind(0, sender('callback')); s.on('listening', sender('second')); send('queued');
  }],
];
(function step(i) { if (i < steps.length) run(steps[i][0], steps[i][1], steps[i][2], function () { step(i + 1); }); })(0);
