// What a replaced dns.lookup answers is no string: a list, as where it takes no number for the options.
var T = require('./trace.js');
var dgram = require('dgram');
var dns = require('dns');

process.on('uncaughtException', function (e) { T.log('uncaught', T.error(e)); });
dns.lookup = function (name, family, callback) {
  setTimeout(function () { callback(null, [{ address: '127.0.0.1', family: 4 }]); }, 1);
};
var s = dgram.createSocket('udp4');
s.on('error', function (e) { T.log('event', e.message); });
s.bind(41474, 'sensor.example', function () { T.log('bound'); });
T.later(function () { s.close(); T.log('closed'); }, 50);
