// `type` and `fd`, which is not a descriptor, over the life of a socket.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
T.log('created', s.type, s.fd, 'fd' in s);
s.on('listening', function () { T.log('listening', s.fd); });
s.bind(0, function () {
  process.nextTick(function () {
    T.log('bound', s.type, s.fd);
    s.close();
    T.log('closing', s.type, s.fd);
  });
});
T.log('binding', s.fd);
s.on('close', function () { T.log('closed', s.type, s.fd); });
