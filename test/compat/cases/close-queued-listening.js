// A close() that waits for a message takes the message's place among the 'listening' listeners.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
s.on('close', function () { T.log('closed'); });
s.on('listening', function () { T.log('before'); T.attempt('address', function () { return s.address().address; }); });
s.send('x', 41475, '127.0.0.1', function (e, l) { T.log('sent', e, l); });
s.close();
s.on('listening', function () { T.log('after'); T.attempt('address', function () { return s.address().address; }); });
