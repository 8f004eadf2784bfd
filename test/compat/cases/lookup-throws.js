// What a replaced dns.lookup throws, bind() and send() throw.
var T = require('./trace.js');
var dgram = require('dgram');
var dns = require('dns');

var lookup = dns.lookup;
function refuse(name) { throw new Error('I know no ' + name); }

var s = dgram.createSocket('udp4');
s.on('message', function (m) { T.log('message', m.toString()); });
s.bind(41475, '127.0.0.1', function () {
  dns.lookup = refuse;
  T.attempt('send to a name', function () { s.send('x', 41475, 'sensor.example', function () { T.log('callback'); }); });
  T.attempt('send to a literal', function () { s.send('y', 41475, '127.0.0.1'); });
  T.attempt('send to nowhere', function () { s.send('z', 41475); });
  dns.lookup = lookup;
  s.send('last', 41475, '127.0.0.1', function (e) { T.log('callback', e); T.later(function () { s.close(); }, 30); });
});
