// Two sockets send to two receivers in one turn: each receiver gets its messages in the order in which they were sent.
var T = require('./trace.js');
var dgram = require('dgram');

var PORTS = { p: 41480, q: 41481 };
var steps = [
  ['first to p, then to q', [['a1', 'p'], ['b1', 'p'], ['a2', 'q'], ['b2', 'q']]],
  ['to and fro', [['a1', 'p'], ['b1', 'q'], ['a2', 'q'], ['b2', 'p']]],
  ['crosswise', [['b1', 'q'], ['a1', 'p'], ['b2', 'p'], ['a2', 'q']]],
];

function run(name, messages, next) {
  var got = { p: [], q: [] }, sent = [], arrived = 0, a, b, p, q;
  function receiver(n, then) {
    return dgram.createSocket('udp4', function (m) { got[n].push(m.toString()); arrived++; finish(); }).bind(PORTS[n], '127.0.0.1', then);
  }
  function sendAll() {
    messages.forEach(function (pair) {
      var m = pair[0];
      (m.charAt(0) === 'a' ? a : b).send(m, PORTS[pair[1]], '127.0.0.1', function (e) { sent.push(e === null ? m : e.message); finish(); });
      T.pause();
    });
  }
  function finish() {
    if (arrived < messages.length || sent.length < messages.length) return;
    T.log(name, 'p', got.p, 'q', got.q, sent);
    [a, b, p, q].forEach(function (s) { s.close(); });
    next();
  }
  p = receiver('p', function () {
    q = receiver('q', function () {
      a = dgram.createSocket('udp4').bind(0, function () {
        b = dgram.createSocket('udp4').bind(0, function () { setTimeout(sendAll, 0); });
      });
    });
  });
}

(function step(i) { if (i < steps.length) run(steps[i][0], steps[i][1], function () { step(i + 1); }); })(0);
