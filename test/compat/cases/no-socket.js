// Methods on what is no socket, but inherits from Socket.prototype.
var T = require('./trace.js');
var dgram = require('dgram');

function call(method) {
  var args = Array.prototype.slice.call(arguments, 1);
  T.attempt(method, function () {
    var o = Object.create(dgram.Socket.prototype);
    return o[method].apply(o, args);
  });
}
call('bind');
call('bind', 0, '127.0.0.1', function () {});
call('bind', { port: 0 });
call('send', 'x', 41483, '127.0.0.1');
call('send', 'x', 0, 1, 41483, '127.0.0.1', function () {});
call('sendto', 'x', 0, 1, 41483, '127.0.0.1');
call('close');
call('close', function () {});
call('address');
call('addMembership', '230.255.255.250');
call('addMembership');
call('dropMembership', '230.255.255.250');
call('dropMembership');
// Arguments come first.
call('send');
call('send', 'x', 0);
call('sendto');
call('setTTL');
call('setMulticastTTL', '1');
