// What a replaced dns.lookup answers is no IPv4 address, and send() has no callback.
var T = require('./trace.js');
var dgram = require('dgram');
var dns = require('dns');

var s = dgram.createSocket('udp4');
s.on('error', function (e) { T.log('event', T.error(e)); });
s.bind(0, '127.0.0.1', function () {
  dns.lookup = function (name, family, callback) { setTimeout(function () { callback(null, 'nonsense', 4); }, 1); };
  s.send('x', 41473, 'sensor.example');
  T.later(function () { T.log('closing'); s.close(); }, 50);
});
