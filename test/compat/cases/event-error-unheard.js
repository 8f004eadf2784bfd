// 'error' events that nobody listens for: an Error is thrown as it is, anything else as an error that says so.
var T = require('./trace.js');
var dgram = require('dgram');
var s = dgram.createSocket('udp4');
[new TypeError('mine'), undefined, null, 'text', { message: 'text' }].forEach(function (error) {
  try { s.emit('error', error); T.log('returned'); } catch (e) {
    T.log('threw', e.name, e === error, e.message === 'Uncaught \'error\' event');
  }
});
s.close();
