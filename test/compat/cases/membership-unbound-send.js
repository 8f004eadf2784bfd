// A socket that addMembership() has bound cannot send: the bind that send() asks for is refused.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
s.on('error', function (e) { T.log('error', T.error(e)); });
s.on('listening', function () { T.log('listening', s.address().address); });
s.addMembership('230.255.255.6');
s.send('first', 41445, '127.0.0.1', function (e, l) { T.log('sent', e, l); });
T.later(function () {
  s.send('again', 41445, '127.0.0.1', function (e, l) { T.log('sent', e, l); });
  T.later(function () { s.close(); }, 50);
}, 50);
