// Two sockets send in one turn, and the callback of the first closes the second. On IoT.js the second message of that socket
// has not left yet and never does.
var T = require('./trace.js');
var dgram = require('dgram');

var PORT = 41488;
var got = [], a, b;
var r = dgram.createSocket('udp4', function (m) {
  if (m.toString() !== 'end') { got.push(m.toString()); return; }
  T.log('got', got);
  b.close(); r.close();
});
var reports = 0;
function send(s, m, then) {
  s.send(m, PORT, '127.0.0.1', function (e, l) {
    T.log(m, T.error(e), l);
    if (then) then();
    // The last message shows that all others have arrived or never will.
    if (++reports === 3) setTimeout(function () { b.send('end', PORT, '127.0.0.1'); }, 0);
  });
  T.pause();
}
function go() {
  send(b, 'b1', function () { a.close(); });
  send(a, 'a1');
  send(a, 'a2');
}
r.bind(PORT, '127.0.0.1', function () {
  a = dgram.createSocket('udp4').bind(0, function () {
    b = dgram.createSocket('udp4').bind(0, function () { setTimeout(go, 0); });
  });
  a.on('close', function () { T.log('closed'); });
});
