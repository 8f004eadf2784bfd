// The callback follows the options, or stands third; anything else in its place is ignored.
var T = require('./trace.js');
var dgram = require('dgram');

var steps = [
  ['(options, address, callback)', function (s, cb) { s.bind({ port: 0 }, '127.0.0.1', cb); }],
  ['(0, "127.0.0.1", "nope")', function (s) { s.bind(0, '127.0.0.1', 'nope'); }],
  ['(0, callback, callback)', function (s, cb) { s.bind(0, cb, cb); }],
  ['(0, callback, "127.0.0.1")', function (s, cb) { s.bind(0, cb, '127.0.0.1'); }],
  ['(callback, "127.0.0.1")', function (s, cb) { s.bind(cb, '127.0.0.1'); }],
  ['({port, address}, "127.0.0.1")', function (s) { s.bind({ port: 0, address: '' }, '127.0.0.1'); }],
  ['(0, undefined, callback)', function (s, cb) { s.bind(0, undefined, cb); }],
  ['(0, 0, callback)', function (s, cb) { s.bind(0, 0, cb); }],
  ['(0, NaN, callback)', function (s, cb) { s.bind(0, NaN, cb); }],
  ['(0, false, callback)', function (s, cb) { s.bind(0, false, cb); }],
  ['({address: null}, callback)', function (s, cb) { s.bind({ address: null }, cb); }],
  ['({address: 0}, callback)', function (s, cb) { s.bind({ address: 0 }, cb); }],
];

(function next() {
  var step = steps.shift();
  if (!step) return;
  var s = dgram.createSocket('udp4');
  var called = 0;
  step[1](s, function () { called++; });
  s.on('listening', function () { T.log(step[0], s.address().address, 'called', called); s.close(); next(); });
})();
