'use strict';

// Sends back what it receives.

const { listen, print } = require('./common');

listen((socket) => {
  socket.on('message', (message, rinfo) => socket.send(message, rinfo.port, rinfo.address));
  print({ ports: [socket.address().port] });
});
