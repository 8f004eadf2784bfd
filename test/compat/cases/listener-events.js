// Whether an emitter tells of listeners that are added and removed.
var T = require('./trace.js');
var dgram = require('dgram');
var s = dgram.createSocket('udp4');
['newListener', 'removeListener'].forEach(function (event) { s.on(event, function (name) { T.log(event, name); }); });
function listener() {}
s.on('message', listener);
s.removeListener('message', listener);
s.once('x', listener);
s.removeAllListeners('x');
T.log('emit', s.emit('newListener', 'by hand'));
s.close();
