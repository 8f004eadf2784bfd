// Ports that send() takes although they are no whole numbers.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
var ports = ['41447', ' 41447 ', '0xa1e7', 41447.9, [41447], new Number(41447), { valueOf: function () { return 41447; } }];
function step() {
  var port = ports.shift();
  if (port === undefined) { s.close(); return; }
  s.send(typeof port, port, '127.0.0.1', function (e, l) { T.log('sent', e, l); });
}
s.on('message', function (m) { T.log('message', m.toString()); setTimeout(step, 1); });
s.bind(41447, '127.0.0.1', step);
