'use strict';

// An exchange like CoAP's: the client asks for a resource and repeats the request until it is acknowledged; the server
// loses the first one on purpose. Numbers of two bytes are big-endian, as on the wire.

var dgram = require('dgram');

var CONFIRMABLE = 0;
var ACKNOWLEDGEMENT = 2;
var GET = 1;
var CONTENT = 69; // 2.05
var NOT_FOUND = 132; // 4.04
var URI_PATH = 11;
var END_OF_OPTIONS = 255;
var HEADER_SIZE = 4;
var RETRY_AFTER = 20; // ms

var resources = { temperature: '21.5', humidity: '40' };

function readUInt16(buffer, offset) {
  return buffer.readUInt8(offset) << 8 | buffer.readUInt8(offset + 1);
}

function writeUInt16(buffer, value, offset) {
  buffer.writeUInt8(value >> 8 & 255, offset);
  buffer.writeUInt8(value & 255, offset + 1);
}

function encode(message) {
  var path = new Buffer(message.path || '');
  var payload = new Buffer(message.payload || '');
  var header = new Buffer(HEADER_SIZE);
  var option = new Buffer(path.length === 0 ? 0 : 1);

  header.writeUInt8(1 << 6 | message.type << 4, 0);
  header.writeUInt8(message.code, 1);
  writeUInt16(header, message.id, 2);
  if (path.length > 0) {
    option.writeUInt8(URI_PATH << 4 | path.length, 0);
  }
  return Buffer.concat([header, option, path, new Buffer([END_OF_OPTIONS]), payload]);
}

function decode(buffer) {
  var message = {
    type: buffer.readUInt8(0) >> 4 & 3, code: buffer.readUInt8(1), id: readUInt16(buffer, 2), path: '', payload: '',
  };
  var offset = HEADER_SIZE;
  var length;
  while (offset < buffer.length && buffer.readUInt8(offset) !== END_OF_OPTIONS) {
    length = buffer.readUInt8(offset) & 15;
    message.path = buffer.slice(offset + 1, offset + 1 + length).toString();
    offset += 1 + length;
  }
  message.payload = buffer.slice(offset + 1).toString();
  return message;
}

function Client(port) {
  this.port = port;
  this.nextId = 40000;
  this.waiting = {};
  this.socket = dgram.createSocket('udp4');
  this.socket.on('message', this.onMessage.bind(this));
}

Client.prototype.get = function (path, callback) {
  var self = this;
  var request = encode({ type: CONFIRMABLE, code: GET, id: this.nextId, path: path });
  var exchange = { sent: 0, timer: null, callback: callback };

  function send() {
    exchange.sent += 1;
    self.socket.send(request, 0, request.length, self.port, '127.0.0.1');
  }

  this.waiting[this.nextId] = exchange;
  this.nextId = (this.nextId + 1) % 65536;
  exchange.timer = setInterval(send, RETRY_AFTER);
  send();
};

Client.prototype.onMessage = function (msg) {
  var answer = decode(msg);
  var exchange = this.waiting[answer.id];
  if (answer.type !== ACKNOWLEDGEMENT || exchange === undefined) {
    return;
  }
  delete this.waiting[answer.id];
  clearInterval(exchange.timer);
  exchange.callback(answer, exchange.sent > 1);
};

var server = dgram.createSocket('udp4');
var received = 0;

server.on('message', function (msg, rinfo) {
  var request = decode(msg);
  var isKnown = Object.prototype.hasOwnProperty.call(resources, request.path);
  received += 1;
  if (received > 1) {
    server.send(encode({
      type: ACKNOWLEDGEMENT, code: isKnown ? CONTENT : NOT_FOUND, id: request.id,
      payload: isKnown ? resources[request.path] : '',
    }), rinfo.port, rinfo.address);
  }
});

server.bind(0, '127.0.0.1', function () {
  var client = new Client(server.address().port);
  client.get('temperature', function (first, repeated) {
    client.get('pressure', function (second) {
      // coap: 69 21.5, repeated, then 132
      console.log('coap: ' + first.code + ' ' + first.payload + (repeated ? ', repeated' : '') + ', then ' +
        second.code);
      client.socket.close();
      server.close();
    });
  });
});
