// Announces itself three times by broadcast in the local network, and prints all announcements that it receives, its
// own included. Run it on two machines to see both.

var dgram = require('dgram');

var PORT = 41236;
var TIMES = 3;
var PAUSE = 300; // milliseconds

var socket = dgram.createSocket({ type: 'udp4', reuseAddr: true });
var sent = 0;

function announce() {
  if (sent === TIMES) {
    socket.close();
    return;
  }
  sent += 1;
  socket.send('I am here, ' + sent, PORT, '255.255.255.255', function (err) {
    if (err) {
      console.log('could not broadcast: ' + err.message);
      process.exitCode = 1;
      socket.close();
      return;
    }
    setTimeout(announce, PAUSE);
  });
}

socket.on('message', function (msg, rinfo) {
  console.log(rinfo.address + ' says: ' + msg);
});

socket.bind(PORT, function () {
  // Without it the system refuses to send to a broadcast address.
  socket.setBroadcast(true);
  announce();
});
