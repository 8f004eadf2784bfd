// A socket may send to itself, by its address and through 0.0.0.0.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
var targets = ['127.0.0.1', '10.99.0.1', '0.0.0.0', 'localhost'];
s.on('message', function (m, r) { T.log(m.toString(), r.address, r.port === s.address().port, r.family); next(); });
function next() {
  var to = targets.shift();
  if (!to) { s.close(); return; }
  s.send(to, s.address().port, to);
}
s.bind(0, next);
