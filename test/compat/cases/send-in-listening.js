// Messages sent in 'listening' listeners, beside those that waited for the bind: all of them leave.
var T = require('./trace.js');
var dgram = require('dgram');

var got = [];
var sent = [];
var s = dgram.createSocket('udp4', function (m) { got.push(m.toString()); });
function report(e, l) { sent.push(e === null ? l : e.message); }
s.on('listening', function () { s.send('early listener', 41477, '127.0.0.1', report); });
s.bind(41477, '127.0.0.1', function () { s.send('callback', 41477, '127.0.0.1', report); });
s.send('queued', 41477, '127.0.0.1', report);
s.on('listening', function () { s.send('late listener', 41477, '127.0.0.1', report); });
setTimeout(function () { T.log(got.sort(), sent.sort()); s.close(); }, 200);
