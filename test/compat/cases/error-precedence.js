// Which of several mistakes is reported.
var T = require('./trace.js');
var dgram = require('dgram');

function attempt(name, fn) {
  try { fn(); T.log(name, 'returned'); } catch (e) { T.log(name, e.name, e.message); }
}
function mistakes(state, s) {
  attempt(state + ': send, message and port', function () { s.send(42, 0, '127.0.0.1'); });
  attempt(state + ': send, item and port', function () { s.send([42], 0, '127.0.0.1'); });
  attempt(state + ': send, sliced array', function () { s.send(['a'], 0, 1, 0, '127.0.0.1'); });
  attempt(state + ': send, port and address', function () { s.send('x', 0, 12); });
  attempt(state + ': sendto, offset and message', function () { s.sendto(42, 'a', 1, 0, 12); });
  attempt(state + ': sendto, address and message', function () { s.sendto(42, 0, 1, 0, 12); });
  attempt(state + ': sendto, message and port', function () { s.sendto(['a'], 0, 1, 0, '127.0.0.1'); });
  attempt(state + ': sendto, NaN and port', function () { s.sendto('a', NaN, NaN, 0, '127.0.0.1'); });
  attempt(state + ': setTTL', function () { s.setTTL('x'); });
  attempt(state + ': setMulticastTTL', function () { s.setMulticastTTL('x'); });
  attempt(state + ': addMembership', function () { s.addMembership(''); });
  attempt(state + ': dropMembership', function () { s.dropMembership(''); });
}
var s = dgram.createSocket('udp4');
mistakes('unbound', s);
s.bind(0, function () {
  mistakes('bound', s);
  attempt('bound: bind, address', function () { s.bind(0, 12); });
  attempt('bound: bind, port', function () { s.bind(70000); });
  s.close();
  mistakes('closed', s);
  attempt('closed: bind, address', function () { s.bind(0, 12); });
  attempt('closed: bind, port', function () { s.bind(70000); });
  attempt('closed: send, address', function () { s.send('x', 41471, 12); });
  attempt('closed: close', function () { s.close(); });
});
