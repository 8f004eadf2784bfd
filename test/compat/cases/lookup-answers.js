// What a replaced dns.lookup answers is no IPv4 address.
var T = require('./trace.js');
var dgram = require('dgram');
var dns = require('dns');

var lookup = dns.lookup;
var address;
function answer(name, family, callback) { setTimeout(function () { callback(null, address, 4); }, 1); }

var answers = ['nonsense', '::1', '', '300.1.2.3', ' 127.0.0.1'];
(function next() {
  if (answers.length === 0) return;
  address = answers.shift();
  dns.lookup = answer;
  var s = dgram.createSocket('udp4');
  s.on('error', function (e) { T.log('bind', e.message); });
  s.bind(41472, 'sensor.example');
  setTimeout(function () {
    s.close();
    dns.lookup = lookup;
    var t = dgram.createSocket('udp4');
    t.bind(41472, '127.0.0.1', function () {
      dns.lookup = answer;
      t.send('x', 41472, 'sensor.example', function (e) { T.log('send', e.message.replace(/[0-9]{5}/, 'port'), arguments.length); t.close(); next(); });
    });
  }, 30);
})();
