// Empty datagrams in both directions.
var T = require('./trace.js');
var dgram = require('dgram');

var server = dgram.createSocket('udp4');
var c = dgram.createSocket('udp4');
server.on('message', function (m, r) {
  T.log('server', m.length, r.size, Buffer.isBuffer(m), m.toString() === '');
  server.send(m, r.port, r.address, function (e, l) { T.log('answered', e, l); });
});
c.on('message', function (m, r) { T.log('client', m.length, r.size); c.close(); server.close(); });
server.bind(0, '127.0.0.1', function () { c.send('', server.address().port, '127.0.0.1'); });
