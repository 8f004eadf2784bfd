'use strict';

// A transfer of 1 MB in numbered pieces that fit every board, acknowledged one by one; what is not acknowledged in time
// is sent again. Both ends compare a sum of some of the bytes.

var dgram = require('dgram');
var assert = require('assert');

var SIZE = 1048576;
var PIECE = 1000;
var HEADER = 4;
var WINDOW = 8;
var RETRY_AFTER = 50; // ms
var COUNT = Math.ceil(SIZE / PIECE);
var MODULUS = 65521;
var SAMPLE = 100; // a device is slow: it looks at each hundredth byte

function makePiece(number) {
  var length = Math.min(PIECE, SIZE - number * PIECE);
  var piece = new Buffer(HEADER + length);
  piece.fill(number & 255);
  piece.writeUInt32LE(number, 0);
  for (var i = HEADER; i < piece.length; i += SAMPLE) {
    piece.writeUInt8((number * 31 + i * 7) & 255, i);
  }
  return piece;
}

function numberOf(piece) {
  return piece.readUInt16LE(0) + piece.readUInt16LE(2) * 65536;
}

function sumOf(piece) {
  var sum = 0;
  for (var i = HEADER; i < piece.length; i += SAMPLE) {
    sum = (sum * 31 + piece.readUInt8(i)) % MODULUS;
  }
  return sum;
}

/** Sends one after the other, each from the callback of the one before: IoT.js damages what is sent in a burst. */
function Outbox(socket) {
  this.socket = socket;
  this.waiting = [];
  this.isSending = false;
  this.isEnding = false;
}

Outbox.prototype.send = function (buffer, port, address) {
  this.waiting.push({ buffer: buffer, port: port, address: address });
  this.sendNext();
};

Outbox.prototype.sendNext = function () {
  var self = this;
  var next;
  if (this.isSending || (this.waiting.length === 0 && !this.isEnding)) {
    return;
  }
  if (this.waiting.length === 0) {
    this.socket.close();
    return;
  }
  next = this.waiting.shift();
  this.isSending = true;
  this.socket.send(next.buffer, 0, next.buffer.length, next.port, next.address, function (err) {
    if (err) {
      console.error(err.message);
    }
    self.isSending = false;
    self.sendNext();
  });
};

/** Closes the socket when the last message is on its way. */
Outbox.prototype.end = function () {
  this.isEnding = true;
  this.sendNext();
};

function Receiver(callback) {
  var self = this;
  this.got = [];
  this.bytes = 0;
  this.sum = 0;
  this.missing = COUNT;
  this.socket = dgram.createSocket('udp4');
  this.outbox = new Outbox(this.socket);
  this.socket.on('message', function (msg, rinfo) {
    self.take(msg);
    self.outbox.send(msg.slice(0, HEADER), rinfo.port, rinfo.address);
    if (self.missing === 0) {
      callback(self);
    }
  });
}

Receiver.prototype.take = function (piece) {
  var number = numberOf(piece);
  if (this.got[number]) {
    return;
  }
  this.got[number] = true;
  this.missing -= 1;
  this.bytes += piece.length - HEADER;
  this.sum = (this.sum + sumOf(piece)) % MODULUS;
};

function Sender(port) {
  this.port = port;
  this.next = 0;
  this.open = {};
  this.sum = 0;
  this.socket = dgram.createSocket('udp4');
  this.outbox = new Outbox(this.socket);
  this.socket.on('message', this.acknowledge.bind(this));
  this.timer = setInterval(this.repeat.bind(this), RETRY_AFTER);
}

Sender.prototype.fill = function () {
  var piece;
  while (this.next < COUNT && Object.keys(this.open).length < WINDOW) {
    piece = makePiece(this.next);
    this.sum = (this.sum + sumOf(piece)) % MODULUS;
    this.open[this.next] = piece;
    this.next += 1;
    this.send(piece);
  }
};

Sender.prototype.send = function (piece) {
  this.outbox.send(piece, this.port, '127.0.0.1');
};

Sender.prototype.repeat = function () {
  Object.keys(this.open).forEach(function (number) {
    this.send(this.open[number]);
  }, this);
};

Sender.prototype.acknowledge = function (msg) {
  delete this.open[numberOf(msg)];
  this.fill();
};

Sender.prototype.stop = function () {
  clearInterval(this.timer);
  this.outbox.end();
};

var sender = null;
var done = false;
var receiver = new Receiver(function (result) {
  if (done) {
    return;
  }
  done = true;
  assert.strictEqual(result.bytes, SIZE);
  assert.strictEqual(result.sum, sender.sum);
  // transfer: 1048576 bytes
  console.log('transfer: ' + result.bytes + ' bytes');
  sender.stop();
  receiver.outbox.end();
});

receiver.socket.bind({ port: 0, address: '127.0.0.1' }, function () {
  sender = new Sender(receiver.socket.address().port);
  sender.fill();
});
