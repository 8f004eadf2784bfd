// bind() to an address that is no string, and the same socket after it.
var T = require('./trace.js');
var dgram = require('dgram');

var forms = [['12', 0, 12], ['{}', 0, {}], ['true', 0, true], ['[]', 0, []], ['{address: 12}', { address: 12 }]];

(function step(i) {
  if (i === forms.length) return;
  var s = dgram.createSocket('udp4');
  T.attempt('bind ' + forms[i][0], function () { return s.bind(forms[i][1], forms[i][2]) === s; });
  T.attempt('then bind(0)', function () {
    return s.bind(0, '127.0.0.1', function () { T.log('bound'); }) === s;
  });
  T.later(function () { s.close(); step(i + 1); }, 30);
})(0);
