// createSocket(options): where the type is found, and how often it is asked for.
var T = require('./trace.js');
var dgram = require('dgram');

function mk(name, type, listener) {
  T.attempt(name, function () { var s = dgram.createSocket(type, listener, 'more'); var t = s.type; s.close(); return [t, typeof t].join(':'); });
}
mk('inherited', Object.create({ type: 'udp4' }));
mk('array type', { type: ['udp4'] });
mk('String type', { type: new String('udp4') });
mk('toString type', { type: { toString: function () { return 'udp4'; } } });
mk('number type', { type: 4 });
mk('udp4 and a space', { type: 'udp4 ' });
var f = function () {};
f.type = 'udp4';
mk('function', f);
mk('true', true);

var asked = [];
var options = {};
['type', 'reuseAddr'].forEach(function (key) {
  Object.defineProperty(options, key, { get: function () { asked.push(key); return key === 'type' ? 'udp4' : true; } });
});
mk('getters', options);
T.log('asked', asked);
var thrower = {};
Object.defineProperty(thrower, 'type', { get: function () { throw new Error('from the getter'); } });
mk('getter throws', thrower);
mk('listener not a function', 'udp4', 'nope');
mk('listener null', 'udp4', null);
