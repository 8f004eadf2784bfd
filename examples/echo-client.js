// Sends three messages to an echo server, each when the one before has come back.
//
// Usage: echo-client.js [port]            of the server; 41234 if not given

var dgram = require('dgram');

var PATIENCE = 3000; // milliseconds
var port = Number(process.argv[2] || 41234);
var texts = ['hello', 'how are you?', 'bye'];

var client = dgram.createSocket('udp4');
var silence = null;

function sendNext() {
  client.send(texts[0], port, '127.0.0.1');
  silence = setTimeout(function () {
    console.log('client: no answer');
    process.exitCode = 1;
    client.close();
  }, PATIENCE);
}

client.on('message', function (msg) {
  console.log('client: ' + msg + ' came back');
  clearTimeout(silence);
  texts.shift();
  if (texts.length > 0) {
    sendNext();
  } else {
    client.close();
  }
});

sendNext();
