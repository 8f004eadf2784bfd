// Sockets that are not bound yet send to one receiver in one turn: one message each, also beside a socket that is bound. A
// message that waits for the bind leaves after those that need not wait.
var T = require('./trace.js');
var dgram = require('dgram');

var PORT = 41482;
var steps = [
  ['two unbound', '', ['a1', 'b1']],
  ['the later one first', '', ['b1', 'a1']],
  ['three', '', ['b1', 'c1', 'a1']],
  ['the first one bound', 'a', ['a1', 'b1', 'a2']],
  ['the second one bound', 'b', ['a1', 'b1', 'b2']],
  ['two bound, one not', 'ac', ['b1', 'c1', 'a1']],
];

function run(name, bound, messages, next) {
  var got = [], sent = [], sockets = {};
  var r = dgram.createSocket('udp4', function (m) { got.push(m.toString()); finish(); });
  ['a', 'b', 'c'].forEach(function (n) { sockets[n] = dgram.createSocket('udp4'); });
  function sendAll() {
    messages.forEach(function (m) {
      var s = sockets[m.charAt(0)];
      s.send(m, PORT, '127.0.0.1', function (e) { sent.push(e === null ? m : e.message); finish(); });
      s.on('listening', T.pause);
      T.pause();
    });
  }
  function finish() {
    if (got.length < messages.length || sent.length < messages.length) return;
    T.log(name, got, sent);
    r.close();
    ['a', 'b', 'c'].forEach(function (n) { sockets[n].close(); });
    next();
  }
  function bindNext(i) {
    if (i < bound.length) sockets[bound.charAt(i)].bind(0, function () { bindNext(i + 1); });
    else setTimeout(sendAll, 0);
  }
  r.bind(PORT, '127.0.0.1', function () { bindNext(0); });
}

(function step(i) { if (i < steps.length) run(steps[i][0], steps[i][1], steps[i][2], function () { step(i + 1); }); })(0);
