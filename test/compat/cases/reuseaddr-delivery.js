// Sockets that share a port and a group each get the group's messages.
var T = require('./trace.js');
var dgram = require('dgram');

var GROUP = '230.255.255.4';
var got = [];
function listener(name, ready) {
  var s = dgram.createSocket({ type: 'udp4', reuseAddr: true }, function (m, r) { got.push(name + ' ' + m + ' ' + r.size); });
  s.bind(41443, function () { s.addMembership(GROUP); ready(s); });
}
listener('first', function (first) {
  listener('second', function (second) {
    var c = dgram.createSocket('udp4');
    c.send('one', 41443, GROUP, function (e, l) { T.log('sent', e, l); });
    T.later(function () {
      T.log(got.sort());
      second.dropMembership(GROUP);
      second.close();
      c.send('two', 41443, GROUP, function (e, l) { T.log('sent', e, l); });
      T.later(function () { T.log(got.sort()); first.close(); c.close(); }, 100);
    }, 100);
  });
});
