// Fractions of a TTL are cut off; NaN and the infinities are 0 to setMulticastTTL.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
var values = [0.5, 255.9, 256.5, -0.5, NaN, Infinity, -Infinity, 4294967296 + 7, -4294967295, true, '1', [1], {}, new Number(7)];
s.bind(0, function () {
  ['setTTL', 'setMulticastTTL'].forEach(function (method) {
    values.forEach(function (value) {
      T.attempt(method + '(' + String(value) + ':' + typeof value + ')', function () { return s[method](value); });
    });
    T.attempt(method + '()', function () { return s[method](); });
  });
  s.close();
});
