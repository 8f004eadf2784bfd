// A replaced dns.lookup answers in the call.
var T = require('./trace.js');
var dgram = require('dgram');
var dns = require('dns');

dns.lookup = function (name, family, callback) {
  if (name === 'nobody.example') callback(new Error('nobody'));
  else callback(null, '127.0.0.1', 4);
};
var s = dgram.createSocket('udp4');
s.on('error', function (e) { T.log('event', e.message); });
s.bind(41482, 'sensor.example', function () { T.log('listening', T.addr(s.address())); });
T.log('bind returned');
setTimeout(function () {
  s.send('x', 41482, 'nobody.example', function (e) { T.log('callback', e.message); });
  T.log('send returned');
  s.send('y', 41482, 'nobody.example');
  T.log('send returned');
  s.send('z', 41482, 'sensor.example', function (e, n) { T.log('callback', e, n); s.close(); });
  T.log('send returned');
}, 20);
