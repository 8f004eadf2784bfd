// bind() again in the 'error' handler: refused while a refusal of the system is reported, fine after a failed lookup.
var T = require('./trace.js');
var dgram = require('dgram');

var held = dgram.createSocket('udp4');

function retry(name, address, next) {
  var s = dgram.createSocket('udp4');
  s.on('error', function () {
    T.attempt(name + ', in the handler', function () { return s.bind(0, '127.0.0.1') === s; });
    process.nextTick(function () {
      T.attempt(name + ', in a tick after it', function () { return s.bind(0, '127.0.0.1') === s; });
    });
  });
  s.on('listening', function () { T.log(name, 'listening', s.address().address); s.close(); next(); });
  s.bind(41431, address);
}

held.bind(41431, '127.0.0.1', function () {
  retry('in use', '127.0.0.1', function () {
    retry('no such name', 'no-such-host.invalid', function () { held.close(); });
  });
});
