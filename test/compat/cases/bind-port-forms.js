// What bind() makes of a port that is not a plain number: it is truncated, and what is no number is 0.
var T = require('./trace.js');
var dgram = require('dgram');

var ports = [
  '7000', ' 7001 ', '0x1b5a', '7e3', 7002.9, 65535.9, true,
  'abc', '', '7000px', NaN, -0.5, false, null, undefined,
];

(function step(i) {
  if (i === ports.length) return;
  var s = dgram.createSocket('udp4');
  s.bind({ port: ports[i], address: '127.0.0.1' }, function () {
    var viaOptions = given(s);
    s.close();
    s = dgram.createSocket('udp4');
    s.bind(ports[i], '127.0.0.1', function () {
      T.log(String(ports[i]), typeof ports[i], viaOptions, given(s));
      s.close();
      step(i + 1);
    });
  });
})(0);

function given(s) {
  var port = s.address().port;
  return port < 8000 || port === 65535 ? port : 'ephemeral';
}
