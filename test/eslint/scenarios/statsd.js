'use strict';

// Counters, gauges and times in the texts of statsd: the client puts lines together into messages of limited size, the
// server adds them up.

var dgram = require('dgram');

var LARGEST_MESSAGE = 64;
var EVENTS = 50;

function Client(port, prefix) {
  this.port = port;
  this.prefix = prefix;
  this.lines = [];
  this.size = 0;
  this.messages = [];
  this.isSending = false;
  this.isEnding = false;
  this.socket = dgram.createSocket('udp4');
}

Client.prototype.add = function (name, value, type) {
  var line = this.prefix + '.' + name + ':' + value + '|' + type;
  if (this.size + line.length + 1 > LARGEST_MESSAGE) {
    this.flush();
  }
  this.lines.push(line);
  this.size += line.length + 1;
};

Client.prototype.flush = function () {
  this.messages.push(new Buffer(this.lines.join('\n')));
  this.lines = [];
  this.size = 0;
  this.sendNext();
};

/** Sends one after the other, each from the callback of the one before: IoT.js damages what is sent in a burst. */
Client.prototype.sendNext = function () {
  var self = this;
  var message;
  if (this.isSending || this.messages.length === 0) {
    return;
  }
  message = this.messages.shift();
  this.isSending = true;
  this.socket.send(message, 0, message.length, this.port, '127.0.0.1', function (err, size) {
    if (err || size !== message.length) {
      console.error('statsd: not sent');
    }
    self.isSending = false;
    if (self.isEnding && self.messages.length === 0) {
      self.socket.close();
    }
    self.sendNext();
  });
};

Client.prototype.end = function () {
  this.isEnding = true;
  this.flush();
};

var totals = { counters: {}, gauges: {}, times: {} };
var messages = 0;
var server = dgram.createSocket('udp4', function (msg) {
  messages += 1;
  msg.toString('utf8', 0, msg.length).split('\n').forEach(add);
  if (totals.gauges['app.last'] === EVENTS) {
    finish();
  }
});

function add(line) {
  var match = /^([\w.]+):(-?\d+)\|(c|g|ms)$/.exec(line);
  if (match === null) {
    console.error('statsd: cannot read ' + JSON.stringify(line));
    return;
  }
  var name = match[1];
  var value = parseInt(match[2], 10);
  switch (match[3]) {
    case 'c':
      totals.counters[name] = (totals.counters[name] || 0) + value;
      break;
    case 'g':
      totals.gauges[name] = value;
      break;
    default:
      totals.times[name] = (totals.times[name] || []).concat(value);
  }
}

function finish() {
  var times = totals.times['app.time'];
  var sum = times.reduce(function (a, b) {
    return a + b;
  }, 0);
  // statsd: 50 counted, 25.50 ms
  console.log('statsd: ' + totals.counters['app.count'] + ' counted, ' + (sum / times.length).toFixed(2) + ' ms');
  if (messages < 2) {
    console.error('statsd: all in one message');
  }
  server.close();
}

server.bind(0, '127.0.0.1', function () {
  var client = new Client(server.address().port, 'app');
  var sent = 0;
  var timer = setInterval(function () {
    for (var i = 0; i < 10 && sent < EVENTS; i += 1) {
      sent += 1;
      client.add('count', 1, 'c');
      client.add('time', sent, 'ms');
    }
    if (sent === EVENTS) {
      clearInterval(timer);
      client.add('last', sent, 'g');
      client.end();
    }
  }, 1);
});
