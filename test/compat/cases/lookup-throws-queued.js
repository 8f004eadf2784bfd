// A replaced dns.lookup throws for one of the messages that waited for the bind.
var T = require('./trace.js');
var dgram = require('dgram');
var dns = require('dns');

process.on('uncaughtException', function (e) { T.log('uncaught', e.message); });
var lookup = dns.lookup;
var r = dgram.createSocket('udp4');
var got = [];
r.on('message', function (m) { got.push(m.toString()); });
r.bind(41478, '127.0.0.1', function () {
  dns.lookup = function (name, family, callback) {
    if (name === 'sensor.example') throw new Error('I know no ' + name);
    lookup(name, family, callback);
  };
  var s = dgram.createSocket('udp4');
  s.send('a', 41478, '127.0.0.1');
  s.send('b', 41478, 'sensor.example', function () { T.log('callback'); });
  s.send('c', 41478, '127.0.0.1');
  T.later(function () { T.log(got); r.close(); s.close(); }, 100);
});
