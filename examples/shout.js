// A board that announces itself by broadcast to all sockets of its port, and ends when it receives its announcement.
// This works on boards with setBroadcast(), and fails on others:
//
//   iotjs-dgram --target linux examples/shout.js
//   iotjs-dgram --target tizen-rpi examples/shout.js
//
// Usage: shout.js [name]            default: board

var dgram = require('dgram');

var PORT = 41237;
var EVERYBODY = '127.255.255.255'; // on this machine; 255.255.255.255 is everybody in the local network
var PATIENCE = 3000; // milliseconds
var name = process.argv[2] || 'board';

var socket = dgram.createSocket({ type: 'udp4', reuseAddr: true });
var silence = null;

function end(text) {
  console.log(name + ': ' + text);
  clearTimeout(silence);
  socket.close();
}

socket.on('message', function (msg) {
  end('heard "' + msg + '"');
});

socket.bind(PORT, function () {
  // Without it the system refuses to send to a broadcast address. Where the board has no setBroadcast(), it throws.
  socket.setBroadcast(true);
  socket.send('I am ' + name, PORT, EVERYBODY);
  silence = setTimeout(function () {
    process.exitCode = 1;
    end('nobody heard me');
  }, PATIENCE);
});
