// Messages that are sent while bind() looks a name up wait for it.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
var got = [];
s.on('message', function (m, r) { got.push(m + ' ' + r.address); });
s.bind(41468, 'localhost', function () { T.log('bound', T.addr(s.address()).address); });
s.send('one', 41468, 'localhost');
s.send('two', 41468, '127.0.0.1', function (e, l) { T.log('sent', e, l); });
T.later(function () { T.log(got.sort()); s.close(); }, 100);
