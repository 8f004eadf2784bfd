// Options of what is no socket, but inherits from Socket.prototype.
var T = require('./trace.js');
var dgram = require('dgram');
['setBroadcast', 'setTTL', 'setMulticastTTL', 'setMulticastLoopback'].forEach(function (m) {
  try { Object.create(dgram.Socket.prototype)[m](1); T.log(m, 'returned'); } catch (e) { T.log(m, 'threw', e.name, /Not running/.test(e.message)); }
});
