// Events that are named like members of every object.
var T = require('./trace.js');
var dgram = require('dgram');
var s = dgram.createSocket('udp4');
function listener() { T.log('called'); }
['toString', 'constructor', 'hasOwnProperty'].forEach(function (name) {
  try { s.on(name, listener); T.log('on', name, 'returned'); } catch (e) { T.log('on', name, 'threw', e.name); }
  T.attempt('emit ' + name, function () { return s.emit(name); });
});
s.close();
