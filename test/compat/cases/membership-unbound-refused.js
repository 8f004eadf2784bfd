// Memberships that are refused on an unbound socket: some of them bind it.
var T = require('./trace.js');
var dgram = require('dgram');

var list = [];
['127.0.0.1', 'not-an-ip', 'ff02::1', '230.255.255.2 ', '230.255.255', '::ffff:230.1.1.1', '230.255.255.2'].forEach(function (group) {
  list.push(['addMembership', group, '203.0.113.9'], ['dropMembership', group]);
});

(function step() {
  var k = list.shift();
  if (!k) return;
  var s = dgram.createSocket('udp4');
  function done() { s.close(); step(); }
  T.attempt(k.join(' '), function () { return s[k[0]](k[1], k[2]); });
  s.on('error', function (e) { T.log('error', T.error(e)); done(); });
  s.bind(0, function () { T.log('bound'); done(); });
})();
