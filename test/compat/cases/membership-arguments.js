// Groups and interfaces that are no strings.
var T = require('./trace.js');
var dgram = require('dgram');

var values = [12, true, {}, [], ['230.255.255.5'], new String('230.255.255.5'), function () {}, undefined, null, 0, NaN, false];

function attempt(s, method, group, iface) {
  try {
    s[method](group, iface);
    return 'returned';
  } catch (e) {
    return e.name + ' ' + e.message;
  }
}

var s = dgram.createSocket('udp4');
s.bind(0, function () {
  values.forEach(function (value, i) {
    T.log('group', i, attempt(s, 'addMembership', value), attempt(s, 'dropMembership', value));
  });
  values.forEach(function (value, i) {
    T.log('interface', i, attempt(s, 'addMembership', '230.255.255.5', value), attempt(s, 'dropMembership', '230.255.255.5', value));
  });
  s.close();

  var u = dgram.createSocket('udp4');
  T.log('unbound, group', attempt(u, 'addMembership', 12));
  T.attempt('address', function () { return u.address().address; });
  T.log('unbound, interface', attempt(u, 'addMembership', '230.255.255.5', 12));
  T.attempt('address', function () { return u.address().address; });
  u.close();
});
