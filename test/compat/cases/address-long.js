// Names that are too long to be names.
var T = require('./trace.js');
var dgram = require('dgram');

var names = [63, 64, 255, 256, 1025, 20000].map(of('x')).concat([63, 300].map(of('\u00fc')));
function of(letter) {
  return function (length) { return new Array(length + 1).join(letter); };
}
(function step() {
  if (!names.length) return;
  var name = names.shift();
  var s = dgram.createSocket('udp4');
  s.on('error', function (e) { T.log(name.length, T.error(e)); s.close(); step(); });
  s.on('listening', function () { T.log(name.length, 'listening'); s.close(); step(); });
  s.bind(0, name);
})();
