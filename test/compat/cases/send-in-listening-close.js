// close() in a 'listening' listener: what that turn sent is dropped with what waited, on either side of the first message.
var T = require('./trace.js');
var dgram = require('dgram');

var PORT = 41485;
function run(name, prepare, next) {
  var s = dgram.createSocket('udp4');
  var r = dgram.createSocket('udp4', function (m) {
    T.log(name, 'message', m.toString());
    if (m.toString() === 'end') { r.close(); next(); }
  });
  function send(m) { s.send(m, PORT, '127.0.0.1', function (e, l) { T.log(name, m, e, l); }); }
  function sender(m) { return function () { T.pause(); send(m); T.pause(); }; }
  // The last message, of the receiver to itself, shows that nothing else arrives.
  s.on('close', function () { T.log(name, 'closed'); r.send('end', PORT, '127.0.0.1'); });
  r.bind(PORT, '127.0.0.1', function () { prepare(s, send, sender); });
}

var steps = [
  ['after the send, listener before', function (s, send, sender) {
    s.on('listening', function () { sender('early')(); s.close(); });
    send('queued');
  }],
  ['after the send, listener after', function (s, send, sender) {
    send('queued');
    s.on('listening', function () { sender('late')(); s.close(); });
  }],
  ['in another listener', function (s, send, sender) {
    s.on('listening', sender('early'));
    send('queued');
    s.on('listening', function () { T.pause(); s.close(); });
  }],
];
(function step(i) { if (i < steps.length) run(steps[i][0], steps[i][1], function () { step(i + 1); }); })(0);
