'use strict';

// A search for devices in the texts of SSDP: a search, an answer of each device that fits, and a search that nobody
// answers.

var dgram = require('dgram');
var EventEmitter = require('events').EventEmitter;
var util = require('util');

var PATIENCE = 100; // ms

function parse(text) {
  var lines = text.split('\r\n');
  var headers = {};
  lines.slice(1).forEach(function (line) {
    var colon = line.indexOf(':');
    if (colon > 0) {
      headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
    }
  });
  return { start: lines[0], headers: headers };
}

function format(start, headers) {
  var lines = Object.keys(headers).map(function (name) {
    return name + ': ' + headers[name];
  });
  return [start].concat(lines, '', '').join('\r\n');
}

function Device(type, name) {
  EventEmitter.call(this);
  var self = this;
  this.socket = dgram.createSocket('udp4');
  this.socket.on('message', function (msg, rinfo) {
    var request = parse(msg.toString());
    if (request.start.indexOf('M-SEARCH') !== 0 || request.headers.man !== '"ssdp:discover"') {
      return;
    }
    if (request.headers.st === type || request.headers.st === 'ssdp:all') {
      this.send(format('HTTP/1.1 200 OK', { ST: type, USN: 'uuid:' + name }), rinfo.port, rinfo.address);
    }
  });
  this.socket.bind(0, '127.0.0.1', function () {
    self.emit('ready', self.socket.address().port);
  });
}

util.inherits(Device, EventEmitter);

Device.prototype.stop = function () {
  this.socket.close();
};

function search(type, ports, callback) {
  var socket = dgram.createSocket('udp4');
  var found = [];

  socket.on('message', function (msg, rinfo) {
    var answer = parse(String(msg));
    if (rinfo.address === '127.0.0.1' && answer.start.split(' ')[1] === '200') {
      found.push(answer.headers.usn.replace(/^uuid:/i, ''));
    }
  });
  ports.forEach(function (port) {
    socket.send(format('M-SEARCH * HTTP/1.1', { MAN: '"ssdp:discover"', MX: 1, ST: type }), port, '127.0.0.1');
  });
  setTimeout(function () {
    socket.close();
    callback(found.sort());
  }, PATIENCE);
}

var devices = [new Device('lamp', 'one'), new Device('lamp', 'two'), new Device('switch', 'three')];
var ports = [];

devices.forEach(function (device) {
  device.once('ready', function (port) {
    ports.push(port);
    if (ports.length < devices.length) {
      return;
    }
    search('lamp', ports, function (lamps) {
      search('printer', ports, function (printers) {
        // ssdp: one, two; 0 printers
        console.log('ssdp: ' + lamps.join(', ') + '; ' + printers.length + ' printers');
        devices.forEach(function (each) {
          each.stop();
        });
      });
    });
  });
});
