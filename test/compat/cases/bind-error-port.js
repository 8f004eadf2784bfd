// error.port of a failed bind is the port as it was given; a port of 0 is left out.
var T = require('./trace.js');
var dgram = require('dgram');

var held = dgram.createSocket('udp4');
var forms = [['41430', '127.0.0.1'], [41430.7, 'localhost'], [{ port: '41430', address: '127.0.0.1' }],
  ['abc', '203.0.113.77'], [undefined, '203.0.113.77'], [{ address: '203.0.113.77' }]];

held.bind(41430, '127.0.0.1', function step() {
  var form = forms.shift();
  if (!form) return held.close();
  var s = dgram.createSocket('udp4');
  s.on('error', function (e) {
    T.log(form, e.message, 'port' in e, e.port, typeof e.port, e.address);
    s.close();
    step();
  });
  s.bind(form[0], form[1]);
});
