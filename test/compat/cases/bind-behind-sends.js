// A receiver is bound behind several messages of one socket, in one turn. On IoT.js all but the first of them leave after the bind.
var T = require('./trace.js');
var dgram = require('dgram');

var PORT = 41487;
function run(name, order, next) {
  var got = [], done = 0;
  var r = dgram.createSocket('udp4', function (m) {
    if (m.toString() !== 'end') { got.push(m.toString()); return; }
    T.log(name, got);
    r.close(); senders.a.close(); senders.b.close();
    next();
  });
  var senders = { a: dgram.createSocket('udp4'), b: dgram.createSocket('udp4') };
  // The last message shows that all others have arrived or are lost.
  function finish() { if (++done === order.length) setTimeout(function () { senders.a.send('end', PORT, '127.0.0.1'); }, 0); }
  function go() {
    order.forEach(function (step) {
      if (step === 'bind') r.bind(PORT, '127.0.0.1', finish);
      else senders[step.charAt(0)].send(step, PORT, '127.0.0.1', finish);
      T.pause();
    });
  }
  senders.a.bind(0, function () { senders.b.bind(0, function () { setTimeout(go, 0); }); });
}

var steps = [
  ['two messages', ['a1', 'a2', 'bind']],
  ['three messages', ['a1', 'a2', 'bind', 'a3']],
  ['two senders', ['a1', 'b1', 'b2', 'bind']],
];
(function step(i) { if (i < steps.length) run(steps[i][0], steps[i][1], function () { step(i + 1); }); })(0);
