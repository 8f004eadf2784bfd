// A replaced dns.lookup answers when the socket has been closed: errors are told, also then.
var T = require('./trace.js');
var dgram = require('dgram');
var dns = require('dns');

var lookup = dns.lookup;
var callbacks = [];
function keep(name, family, callback) { callbacks.push(callback); }

function bindLate(problem, next) {
  callbacks = [];
  dns.lookup = keep;
  var s = dgram.createSocket('udp4');
  ['error', 'listening', 'close'].forEach(function (event) { s.on(event, function (e) { T.log(event, T.error(e)); }); });
  s.bind(0, 'sensor.example');
  s.close();
  T.later(function () {
    callbacks[0](problem, '127.0.0.1', 4);
    T.later(next, 30);
  }, 30);
}

function sendLate() {
  dns.lookup = lookup;
  var s = dgram.createSocket('udp4');
  s.on('error', function (e) { T.log('error', T.error(e)); });
  s.bind(0, '127.0.0.1', function () {
    callbacks = [];
    dns.lookup = keep;
    s.send('a', 41481, '127.0.0.1', function (e) { T.log('callback a', T.error(e)); });
    s.send('b', 41481, '127.0.0.1', function (e) { T.log('callback b', T.error(e)); });
    s.send('c', 41481, '127.0.0.1');
    s.close();
    T.later(function () {
      callbacks[0](null, '127.0.0.1', 4);
      callbacks[1](new Error('late b'));
      callbacks[2](new Error('late c'));
    }, 30);
  });
}

bindLate(null, function () { bindLate(new Error('too late'), sendLate); });
