// An object for a port is taken for options; as options.port it is converted to a number.
var T = require('./trace.js');
var dgram = require('dgram');

var forms = [
  ['[7004]', [7004]],
  ['new Number(7004)', new Number(7004)],
  ['{port: [7004]}', { port: [7004] }],
  ['{port: {}}', { port: {} }],
  ['{port: new String("7005")}', { port: new String('7005') }],
  ['{port: {valueOf}}', { port: { valueOf: function () { return 7006; } } }],
  ['inherited', Object.create({ port: 7007, address: '127.0.0.1' })],
];

(function step(i) {
  if (i === forms.length) return;
  var s = dgram.createSocket('udp4');
  s.bind(forms[i][1], function () {
    var a = s.address();
    T.log(forms[i][0], a.address, a.port < 8000 ? a.port : 'ephemeral');
    s.close();
    step(i + 1);
  });
})(0);
