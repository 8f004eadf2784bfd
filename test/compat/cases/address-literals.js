// Addresses in other notations than four decimal numbers.
var T = require('./trace.js');
var dgram = require('dgram');

var names = [
  '127.1', '127.0.1', '2130706433', '0x7f000001', '0177.0.0.1', '0x7f.0.0.1', 'LocalHost',
  '127.0.0.1 ', ' 127.0.0.1', '127.0.0.1 x', '127.0.0.1\n', '127.0.0.256', '1.2.3.4.5', '127.0.0.', '127.0.0.1:80', '4294967296',
  '', ' ', '*', 'localhost.', 'a..b', '[127.0.0.1]', '-', '\u00fc.invalid', '\ud83d\ude00',
];
(function step() {
  if (!names.length) return;
  var name = names.shift();
  var s = dgram.createSocket('udp4');
  function done() { s.close(); setTimeout(step, 1); }
  s.on('error', function (e) { T.log('bind ' + name, T.error(e)); done(); });
  s.on('message', function (m, r) { T.log('message', r.address); done(); });
  s.bind(0, name, function () {
    T.log('bind ' + name, s.address().address);
    s.send('x', s.address().port, name, function (e, l) { T.log('sent', T.error(e), l); if (e) done(); });
  });
})();
