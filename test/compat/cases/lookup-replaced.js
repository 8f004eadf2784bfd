// A function that the script put in the place of dns.lookup is asked for each address, IPv4 literals too.
var T = require('./trace.js');
var dgram = require('dgram');
var dns = require('dns');

var names = { 'sensor.example': '127.0.0.1', '10.0.0.1': '127.0.0.1' };
var asked = [];
dns.lookup = function (name, family, callback) {
  asked.push([name, family, arguments.length, this === dns]);
  setTimeout(function () { callback(null, names[name] || name, 4); }, 1);
};
function told() { T.log(asked); asked = []; }

var s = dgram.createSocket('udp4');
var messages = [];
s.on('message', function (m) { messages.push(m.toString()); });
s.bind(41470, 'sensor.example', function () {
  T.log('bound', T.addr(s.address()));
  told();
  var steps = [
    ['name', 'sensor.example'], ['literal', '127.0.0.1'], ['another host', '10.0.0.1'], ['undefined', undefined], ['null', null], ['empty', ''],
  ];
  (function next() {
    var step = steps.shift();
    if (!step) { unbound(); return; }
    s.send(step[0], 41470, step[1], function (e, n) { T.log(step[0], e, n); told(); next(); });
    T.log(step[0], 'sent', asked.length);
  })();
});
T.log('bind returned', asked.length);

function unbound() {
  var u = dgram.createSocket('udp4');
  u.send('unbound', 41470, 'sensor.example', function (e) {
    T.log('unbound', e);
    told();
    dns.lookup = null;
    u.close();
    T.later(function () { T.log(messages); s.close(); }, 50);
  });
  told();
}
