// Ports that do not fit 16 bits once they are truncated, in other forms than whole numbers.
var T = require('./trace.js');
var dgram = require('dgram');

var ports = [65536, '70000', -1.5, 4294967296 + 7000, Infinity, -Infinity, 'Infinity'];

(function step(i) {
  if (i === ports.length) return;
  var s = dgram.createSocket('udp4');
  try {
    s.bind({ port: ports[i], address: '127.0.0.1' }, function () {
      var port = s.address().port;
      T.log(String(ports[i]), 'bound', port < 8000 || port === 65535 ? port : 'ephemeral');
      s.close();
      step(i + 1);
    });
  } catch (e) {
    T.log(String(ports[i]), 'threw', e.name, e.message);
    s.bind(0, '127.0.0.1', function () { T.log('bound after it'); s.close(); step(i + 1); });
  }
})(0);
