// A replaced dns.lookup refuses in the call, and bind() has no 'error' listener yet.
var T = require('./trace.js');
var dgram = require('dgram');
var dns = require('dns');

dns.lookup = function (name, family, callback) { callback(new Error('nobody')); };
var s = dgram.createSocket('udp4');
T.attempt('bind', function () { return s.bind(0, 'nobody.example'); });
s.on('error', function (e) { T.log('event', e.message); });
setTimeout(function () { s.close(); T.log('closed'); }, 20);
