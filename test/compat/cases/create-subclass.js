// dgram.Socket as a constructor to inherit from.
var T = require('./trace.js');
var dgram = require('dgram');
var util = require('util');

function Sensor(port) {
  dgram.Socket.call(this, 'udp4', function (m) { T.log('message', m.toString(), this === sensor); this.close(); });
  this.target = port;
}
util.inherits(Sensor, dgram.Socket);
Sensor.prototype.report = function (text) { this.send(text, this.target, '127.0.0.1'); };

var sensor = new Sensor(41444);
T.log(sensor instanceof dgram.Socket, sensor instanceof require('events').EventEmitter, sensor.type, Object.keys(dgram.Socket.prototype).sort().indexOf('send') >= 0);
sensor.on('close', function () { T.log('closed'); });
sensor.bind(41444, '127.0.0.1', function () { sensor.report('hello'); });
