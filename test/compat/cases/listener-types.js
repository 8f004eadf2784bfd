// Listeners that are no functions.
var T = require('./trace.js');
var dgram = require('dgram');
var s = dgram.createSocket('udp4');
['on', 'addListener', 'once', 'removeListener'].forEach(function (method) {
  [undefined, null, 0, 'text', {}].forEach(function (listener) {
    try { s[method]('x', listener); T.log(method, 'returned'); } catch (e) {
      T.log(method, 'threw', e.name, e.message === 'listener must be a function');
    }
  });
});
s.close();
