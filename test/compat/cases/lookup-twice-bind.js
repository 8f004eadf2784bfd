// A replaced dns.lookup answers a bind() twice.
var T = require('./trace.js');
var dgram = require('dgram');
var dns = require('dns');

dns.lookup = function (name, family, callback) {
  setTimeout(function () { callback(null, '127.0.0.1', 4); callback(null, '127.0.0.1', 4); }, 1);
};
var s = dgram.createSocket('udp4');
s.on('error', function (e) { T.log('event', T.error(e)); });
s.on('listening', function () { T.log('listening', T.addr(s.address())); });
s.bind(41480, 'sensor.example');
T.later(function () { s.close(); T.log('closed'); }, 60);
