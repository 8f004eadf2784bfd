// A receiver that is bound in a 'listening' listener of the sender gets the sender's queued messages when the listener was
// added before the first of them; when it was added after, they are lost.
var T = require('./trace.js');
var dgram = require('dgram');

var PORT = 41483;
function run(name, prepare, callbacks, next) {
  var a = dgram.createSocket('udp4'), got = [], sent = [], bound = false, asked = false;
  var b = dgram.createSocket('udp4', function (m) {
    if (m.toString() !== 'end') { got.push(m.toString()); return; }
    T.log(name, 'sent', sent, 'got', got);
    a.close(); b.close();
    next();
  });
  function report(m) { return function (e) { sent.push(e === null ? m : e.message); finish(); }; }
  function send(m, socket) { (socket || a).send(m, PORT, '127.0.0.1', report(m)); }
  function bind() { b.bind(PORT, '127.0.0.1', function () { T.log(name, 'bound'); bound = true; finish(); }); }
  // The last message shows that all others have arrived or are lost.
  function finish() {
    if (asked || !bound || sent.length < callbacks) return;
    asked = true;
    setTimeout(function () { a.send('end', PORT, '127.0.0.1'); }, 0);
  }
  prepare(a, b, send, bind);
}

var steps = [
  ['listener before the message', function (a, b, send, bind) { a.on('listening', bind); send('x'); }, 1],
  ['once', function (a, b, send, bind) { a.once('listening', bind); send('x'); }, 1],
  ['listener before, two messages', function (a, b, send, bind) { a.on('listening', bind); send('x'); send('x'); }, 2],
  ['callback of the bind', function (a, b, send, bind) { a.bind(0, bind); send('x'); }, 1],
  ['listener after the message', function (a, b, send, bind) { send('x'); a.on('listening', function () { T.pause(); bind(); T.pause(); }); }, 1],
  ['the listener sends and binds', function (a, b, send, bind) {
    a.on('listening', function () { send('early'); T.pause(); bind(); T.pause(); });
    send('x');
  }, 2],
  ['the listener binds and sends', function (a, b, send, bind) {
    a.on('listening', function () { bind(); T.pause(); send('early'); T.pause(); });
    send('x');
  }, 2],
  ['the receiver sends too', function (a, b, send, bind) {
    a.on('listening', function () { bind(); send('own', b); T.pause(); });
    send('x');
  }, 2],
];
(function step(i) { if (i < steps.length) run(steps[i][0], steps[i][1], steps[i][2], function () { step(i + 1); }); })(0);
