// addMembership() binds an unbound socket by itself, so that options work; a bind() after it is refused.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
s.on('error', function (e) {
  T.log('error', T.error(e));
  s.close();
});
T.attempt('dropMembership', function () { return s.dropMembership('230.255.255.2'); });
T.attempt('setTTL', function () { return s.setTTL(3); });
T.attempt('address', function () { var a = s.address(); return a.address + (a.port > 0 ? ':port' : ':0'); });
T.attempt('addMembership, no group', function () { return s.addMembership('127.0.0.1'); });
T.attempt('addMembership', function () { return s.addMembership('230.255.255.2'); });
T.attempt('setBroadcast', function () { return s.setBroadcast(true); });
T.attempt('setMulticastTTL', function () { return s.setMulticastTTL(3); });
T.attempt('dropMembership', function () { return s.dropMembership('230.255.255.2'); });
T.log('fd', s.fd);
s.on('message', function () { T.log('message'); });
s.send('x', 41441, '127.0.0.1', function (e, l) { T.log('sent', e, l); });
