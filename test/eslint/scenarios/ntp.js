'use strict';

// A time server and a client, in the packets of NTP: 48 bytes, times in seconds since 1900 and fractions of 2^32.

var dgram = require('dgram');

var PACKET_SIZE = 48;
var SECONDS_1900_TO_1970 = 2208988800;
var FRACTIONS = 4294967296;
var ORIGINATE = 24;
var RECEIVE = 32;
var TRANSMIT = 40;
var AHEAD = 90000; // ms: what the server's clock is ahead of the client's

function writeUInt32(buffer, value, offset) {
  for (var i = 0; i < 4; i += 1) {
    buffer.writeUInt8(value >>> 24 - 8 * i & 255, offset + i);
  }
}

function readUInt32(buffer, offset) {
  var value = 0;
  for (var i = 0; i < 4; i += 1) {
    value = value * 256 + buffer.readUInt8(offset + i);
  }
  return value;
}

function writeTime(buffer, ms, offset) {
  writeUInt32(buffer, Math.floor(ms / 1000) + SECONDS_1900_TO_1970, offset);
  writeUInt32(buffer, Math.floor(ms % 1000 / 1000 * FRACTIONS), offset + 4);
}

function readTime(buffer, offset) {
  return (readUInt32(buffer, offset) - SECONDS_1900_TO_1970) * 1000 +
    Math.round(readUInt32(buffer, offset + 4) / FRACTIONS * 1000);
}

var server = dgram.createSocket({ type: 'udp4', reuseAddr: true });

server.on('message', function (request, rinfo) {
  var answer = new Buffer(PACKET_SIZE);
  if (request.length < PACKET_SIZE || (request.readUInt8(0) & 7) !== 3) {
    return;
  }
  answer.fill(0);
  answer.writeUInt8(4 << 3 | 4, 0);
  answer.writeUInt8(1, 1);
  request.copy(answer, ORIGINATE, TRANSMIT, TRANSMIT + 8);
  writeTime(answer, Date.now() + AHEAD, RECEIVE);
  writeTime(answer, Date.now() + AHEAD, TRANSMIT);
  server.send(answer, 0, answer.length, rinfo.port, rinfo.address);
});

server.on('listening', function () {
  var client = dgram.createSocket('udp4');
  var request = new Buffer(PACKET_SIZE);
  var sentAt = Date.now();

  request.fill(0);
  request.writeUInt8(4 << 3 | 3, 0);
  writeTime(request, sentAt, TRANSMIT);

  client.once('message', function (answer) {
    var now = Date.now();
    var offset = (readTime(answer, RECEIVE) - readTime(answer, ORIGINATE) + readTime(answer, TRANSMIT) - now) / 2;
    var isOurs = Math.abs(readTime(answer, ORIGINATE) - sentAt) <= 1;
    // ntp: 90 s ahead
    console.log('ntp: ' + (isOurs ? Math.round(offset / 1000) : 'not ours') + ' s ahead');
    client.close();
    server.close();
  });
  client.send(request, 0, request.length, server.address().port, '127.0.0.1', function (err) {
    if (err) {
      console.error(err.message);
    }
  });
});

server.bind(0, '127.0.0.1');
