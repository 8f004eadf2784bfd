// What a replaced dns.lookup gives as an error is the error: whatever is truthy.
var T = require('./trace.js');
var dgram = require('dgram');
var dns = require('dns');

var lookup = dns.lookup;
var problem;
function answer(name, family, callback) { setTimeout(function () { callback(problem, '127.0.0.1', 4); }, 1); }

var problems = [new Error('no answer'), new TypeError('another'), 'a text', { code: 'ENOTFOUND' }, 1, 0, false, undefined];
(function next() {
  if (problems.length === 0) return;
  problem = problems.shift();
  var s = dgram.createSocket('udp4');
  s.on('error', function (e) { T.log('event', e === problem); });
  dns.lookup = answer;
  s.bind(41471, 'sensor.example', function () { T.log('bound', T.addr(s.address())); });
  setTimeout(function () {
    dns.lookup = lookup;
    try { s.bind(41471, '127.0.0.1'); } catch (e) { T.log(e.message); }
    setTimeout(function () {
      dns.lookup = answer;
      s.send('x', 41471, 'sensor.example', function (e) { T.log('callback', e === problem, e === null, arguments.length); });
      setTimeout(function () {
        s.send('x', 41471, 'sensor.example');
        setTimeout(function () { s.close(); next(); }, 30);
      }, 30);
    }, 30);
  }, 30);
})();
