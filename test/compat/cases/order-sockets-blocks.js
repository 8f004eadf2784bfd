// Two sockets send to one receiver in one turn, more than a message each before the other has its turn. On IoT.js the first
// message of each socket leaves at once and the others later, those of one socket together.
var T = require('./trace.js');
var dgram = require('dgram');

var PORT = 41479;
var steps = [
  ['one after the other', ['a1', 'a2', 'b1', 'b2']],
  ['one message behind', ['a1', 'a2', 'b1']],
  ['one within the other', ['a1', 'b1', 'b2', 'a2']],
  ['three each', ['a1', 'b1', 'a2', 'b2', 'a3', 'b3']],
];

function run(name, messages, next) {
  var got = [], sent = [], a, b;
  var r = dgram.createSocket('udp4', function (m) { got.push(m.toString()); finish(); });
  function sendAll() {
    messages.forEach(function (m) {
      (m.charAt(0) === 'a' ? a : b).send(m, PORT, '127.0.0.1', function (e) { sent.push(e === null ? m : e.message); finish(); });
      T.pause();
    });
  }
  function finish() {
    if (got.length < messages.length || sent.length < messages.length) return;
    T.log(name, got, sent);
    r.close(); a.close(); b.close();
    next();
  }
  r.bind(PORT, '127.0.0.1', function () {
    a = dgram.createSocket('udp4').bind(0, function () {
      b = dgram.createSocket('udp4').bind(0, function () { setTimeout(sendAll, 0); });
    });
  });
}

(function step(i) { if (i < steps.length) run(steps[i][0], steps[i][1], function () { step(i + 1); }); })(0);
