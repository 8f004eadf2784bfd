// send() while a close() waits for a queued message.
var T = require('./trace.js');
var dgram = require('dgram');

process.on('exit', function (code) { T.log('exit', code); });
var s = dgram.createSocket('udp4');
s.on('listening', function () { T.log('listening'); });
s.on('close', function () { T.log('closed'); });
s.send('first', 41461, '127.0.0.1', function (e, l) { T.log('first sent', e, l); });
T.attempt('close', function () { return s.close() === s; });
T.attempt('send', function () { s.send('second', 41461, '127.0.0.1', function (e, l) { T.log('second sent', e, l); }); });
