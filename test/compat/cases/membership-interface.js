// A group joined on one interface is not heard on another; null, undefined and '' leave the choice to the system.
var T = require('./trace.js');
var dgram = require('dgram');

var GROUP = '230.255.255.1';
var s = dgram.createSocket('udp4');
var c = dgram.createSocket('udp4');
var interfaces = ['10.99.0.1', '127.0.0.1', '0.0.0.0', undefined, null, ''];

function step() {
  if (interfaces.length === 0) { s.close(); c.close(); return; }
  var iface = interfaces.shift();
  T.attempt('add ' + iface, function () { return s.addMembership(GROUP, iface); });
  c.send('to the group', 41440, GROUP, function (e, l) { T.log('sent', T.error(e), l); });
  T.later(function () {
    T.attempt('drop ' + iface, function () { return s.dropMembership(GROUP, iface); });
    step();
  }, 100);
}
s.on('message', function (m, r) { T.log('message', m.toString(), r.address); });
s.bind(41440, function () { c.bind(0, step); });
