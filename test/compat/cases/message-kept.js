// Messages and rinfo objects that are kept, or written to, stay what they were.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
var kept = [];
s.on('message', function (m, r) {
  kept.push([m, r]);
  if (kept.length === 1) { m.writeUInt8(33, 0); r.address = 'mine'; }
  if (kept.length < 4) return send(kept.length);
  kept.forEach(function (k) { T.log(k[0].toString(), k[0].length, k[1].address, k[1].size); });
  T.log('distinct', kept[0][0] !== kept[1][0], kept[0][1] !== kept[1][1]);
  s.close();
});
function send(i) { s.send('message ' + i, s.address().port, '127.0.0.1'); }
s.bind(0, '127.0.0.1', function () { send(0); });
