// send() without an address, and its errors.
var T = require('./trace.js');
var dgram = require('dgram');

var server = dgram.createSocket('udp4');
var s = dgram.createSocket('udp4');
s.on('error', function (e) { T.log('error', T.error(e)); });
server.on('message', function (m, r) { T.log('message', m.toString(), r.address); });

server.bind(41446, function () {
  s.bind(0, function () {
    var steps = [
      ['(string, port)', function () { return s.send('string', 41446); }],
      ['(buffer, port)', function () { return s.send(new Buffer('buffer'), 41446); }],
      ['(array, port)', function () { return s.send(['a', 'b'], 41446); }],
      ['(buffer, offset, length, port)', function () { return s.send(new Buffer('0123'), 1, 2, 41446); }],
      ['(string, offset, length, port)', function () { return s.send('0123', 1, 2, 41446); }],
      ['(buffer, offset, length, port, undefined, callback)', function (cb) { return s.send(new Buffer('0123'), 1, 2, 41446, undefined, cb); }],
      ['(buffer, offset, length, port, null, callback)', function (cb) { return s.send(new Buffer('0123'), 1, 2, 41446, null, cb); }],
      ['(buffer, offset, length, port, "", callback)', function (cb) { return s.send(new Buffer('0123'), 1, 2, 41446, '', cb); }],
      ['(buffer, port, undefined)', function () { return s.send('x', 41446, undefined); }],
      ['too big, undefined', function (cb) { return s.send(new Buffer(65508), 41446, undefined, cb); }],
      ['too big, null', function (cb) { return s.send(new Buffer(65508), 41446, null, cb); }],
      ['too big, ""', function (cb) { return s.send(new Buffer(65508), 41446, '', cb); }],
      ['too big, localhost', function (cb) { return s.send(new Buffer(65508), 41446, 'localhost', cb); }],
    ];
    (function step() {
      var k = steps.shift();
      if (!k) { s.close(); server.close(); return; }
      T.attempt(k[0], function () { return k[1](function (e, l) { T.log(k[0], 'callback', T.error(e), l); }); });
      T.later(step, 50);
    })();
  });
});
