// Ports that fit 16 bits only once they are cut to 32.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
var ports = [4294967296 + 41449, -4294967296 + 41449, String(4294967296 + 41449)];
function step() {
  var port = ports.shift();
  if (port === undefined) { s.close(); return; }
  try {
    s.send('wrapped', port, '127.0.0.1', function (e, l) { T.log('sent', T.error(e), l); });
    T.log('returned');
  } catch (e) {
    T.log('threw', e.name, e.message);
  }
  T.later(step, 100);
}
s.on('message', function (m) { T.log('message', m.toString()); });
s.bind(41449, '127.0.0.1', step);
