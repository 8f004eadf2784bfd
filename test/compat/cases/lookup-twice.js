// A replaced dns.lookup answers a send() twice.
var T = require('./trace.js');
var dgram = require('dgram');
var dns = require('dns');

var s = dgram.createSocket('udp4');
var seen = [];
s.on('message', function (m) { seen.push(m.toString()); });
s.bind(41479, '127.0.0.1', function () {
  dns.lookup = function (name, family, callback) {
    setTimeout(function () { callback(null, '127.0.0.1', 4); callback(null, '127.0.0.1', 4); }, 1);
  };
  s.send('x', 41479, 'sensor.example', function (e, n) { seen.push(['callback', e, n]); });
  T.later(function () { T.log(seen.sort()); s.close(); }, 60);
});
