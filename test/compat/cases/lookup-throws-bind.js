// A socket whose bind() threw what a replaced dns.lookup threw.
var T = require('./trace.js');
var dgram = require('dgram');
var dns = require('dns');

var lookup = dns.lookup;
function refuse(name) { throw new Error('I know no ' + name); }

['bind', 'send'].forEach(function (method) {
  var s = dgram.createSocket('udp4');
  s.on('listening', function () { T.log('listening', T.addr(s.address())); s.close(); });
  dns.lookup = refuse;
  if (method === 'bind') T.attempt('bind', function () { return s.bind(41476, 'sensor.example', function () { T.log('callback'); }); });
  else T.attempt('send', function () { s.send('x', 41476, '127.0.0.1', function () { T.log('sent'); }); });
  dns.lookup = lookup;
  T.attempt('bind again', function () { s.bind(method === 'bind' ? 41476 : 41477, '127.0.0.1'); });
});
