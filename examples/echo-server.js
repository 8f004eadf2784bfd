// Sends every message back to where it came from. It ends after 'bye', or when it has heard nothing for 10 seconds.
//
// Usage: echo-server.js [port]            41234 if not given; port 0 is any free one

var dgram = require('dgram');

var PATIENCE = 10000; // milliseconds
var port = Number(process.argv[2] || 41234);
var server = dgram.createSocket('udp4');
var silence = null;

function waitForMore() {
  clearTimeout(silence);
  silence = setTimeout(function () {
    server.close();
  }, PATIENCE);
}

server.on('error', function (err) {
  console.log('server: ' + err.message);
  process.exitCode = 1;
});

server.on('message', function (msg, rinfo) {
  console.log('server: ' + rinfo.size + ' bytes: ' + msg);
  waitForMore();
  server.send(msg, rinfo.port, rinfo.address, function () {
    if (msg.toString() === 'bye') {
      clearTimeout(silence);
      server.close();
    }
  });
});

server.bind(port, '127.0.0.1', function () {
  // Some boards have no address(): there, give a port.
  console.log('server: listening on 127.0.0.1:' + (port || server.address().port));
  waitForMore();
});
