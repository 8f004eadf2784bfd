// Several sockets send to one receiver in one turn, each in its turn: the messages arrive in the order in which they were
// sent. The callbacks of one socket come together.
var T = require('./trace.js');
var dgram = require('dgram');

var PORT = 41478;
var names = ['a', 'b', 'c'];
var steps = [
  ['two sockets', ['a1', 'b1', 'a2', 'b2']],
  ['the later socket first', ['b1', 'a1', 'b2', 'a2']],
  ['three sockets', ['a1', 'b1', 'c1', 'a2', 'b2', 'c2']],
  ['three, the latest first', ['c1', 'b1', 'a1', 'c2', 'b2', 'a2']],
  ['one message more', ['a1', 'b1', 'a2']],
  ['one message each', ['b1', 'c1', 'a1']],
  ['offset and length', ['a1', 'b1', 'a2', 'b2'], { offset: true }],
  ['in a message listener', ['a1', 'b1', 'a2', 'b2'], { from: 'message' }],
  ['in a callback of send', ['b1', 'a1', 'b2', 'a2'], { from: 'callback' }],
];

function run(name, messages, how, next) {
  var got = [], sent = [], sockets = {};
  var r = dgram.createSocket('udp4', function (m) {
    if (m.toString() === 'go') { if (how.from === 'message') sendAll(); return; }
    got.push(m.toString());
    finish();
  });
  function report(m) { return function (e, l) { sent.push(e === null ? m : e.message); finish(); }; }
  function sendAll() {
    messages.forEach(function (m) {
      var s = sockets[m.charAt(0)];
      if (how.offset) s.send(new Buffer('<' + m + '>'), 1, 2, PORT, '127.0.0.1', report(m));
      else s.send(m, PORT, '127.0.0.1', report(m));
      T.pause();
    });
  }
  function finish() {
    if (got.length < messages.length || sent.length < messages.length) return;
    T.log(name, got, sent);
    r.close();
    names.forEach(function (n) { sockets[n].close(); });
    next();
  }
  function bindNext(i) {
    if (i < names.length) { sockets[names[i]] = dgram.createSocket('udp4').bind(0, function () { bindNext(i + 1); }); return; }
    if (how.from) r.send('go', PORT, '127.0.0.1', function () { if (how.from === 'callback') sendAll(); });
    else setTimeout(sendAll, 0);
  }
  r.bind(PORT, '127.0.0.1', function () { bindNext(0); });
}

(function step(i) { if (i < steps.length) run(steps[i][0], steps[i][1], steps[i][2] || {}, function () { step(i + 1); }); })(0);
