// What a socket answers while its close() waits for a queued message.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
s.on('listening', function () { T.log('listening', s.fd); });
s.on('close', function () { T.log('closed'); });
s.send('x', 41461, '127.0.0.1', function (e, l) { T.log('sent', e, l); });
T.attempt('close', function () { return s.close() === s; });
T.attempt('bind', function () { s.bind(0); });
T.attempt('address', function () { s.address(); });
T.attempt('setTTL', function () { s.setTTL(1); });
T.attempt('setBroadcast', function () { s.setBroadcast(true); });
T.attempt('addMembership', function () { s.addMembership('not-an-ip'); });
T.attempt('type', function () { return s.type; });
