// A callback that is no function counts as none.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
var b = new Buffer('x');
var values = ['nope', 42, {}, null, undefined, true];
s.on('message', function (m, r) { T.log('message', m.toString(), r.size); setTimeout(step, 1); });
s.on('error', function (e) { T.log('error', T.error(e)); s.close(); });
function step() {
  if (values.length) {
    var value = values.shift();
    T.attempt(String(value), function () { return s.send(b, 0, 1, 41470, '127.0.0.1', value); });
    return;
  }
  T.attempt('sendto', function () { return s.sendto(new Buffer(65508), 0, 65508, 41470, '127.0.0.1', 'nope'); });
  T.attempt('no such name', function () { return s.send(b, 0, 1, 41470, 'no-such-host.invalid', 'nope'); });
}
s.bind(41470, '127.0.0.1', step);
