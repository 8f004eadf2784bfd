// After addMembership() has bound the socket, the first bind() is refused and the next one is not.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
var errors = 0;
s.on('error', function (e) {
  T.log('error', T.error(e));
  if (++errors > 1) return s.close();
  T.later(function () {
    T.attempt('address', function () { var a = s.address(); return a.address + (a.port > 0 ? ':port' : ':0'); });
    s.bind(0, '127.0.0.1', function () {
      T.log('bound', s.address().address);
      T.attempt('dropMembership', function () { return s.dropMembership('230.255.255.3'); });
      s.close();
    });
  }, 10);
});
s.addMembership('230.255.255.3');
s.bind(0, '127.0.0.1');
