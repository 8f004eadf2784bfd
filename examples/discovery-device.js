// A device that can be found without knowing its address: it joins a multicast group and answers the first question
// that arrives there, then ends. It also ends after 10 seconds without a question. discovery-seeker.js asks.
//
// Usage: discovery-device.js [name]

var dgram = require('dgram');

var GROUP = '230.255.255.250';
var PORT = 41235;
var PATIENCE = 10000; // milliseconds
var name = process.argv[2] || 'device';

// With reuseAddr several devices share the port on one machine.
var device = dgram.createSocket({ type: 'udp4', reuseAddr: true });
var silence = setTimeout(function () {
  console.log(name + ': nobody asked');
  device.close();
}, PATIENCE);

device.on('message', function (msg, rinfo) {
  if (msg.toString() !== 'who is there?') {
    return;
  }
  console.log(name + ': asked by ' + rinfo.address);
  // Another question may come before the answer has left.
  device.removeAllListeners('message');
  device.send('I am ' + name, rinfo.port, rinfo.address, function () {
    clearTimeout(silence);
    device.close();
  });
});

device.bind(PORT, function () {
  device.addMembership(GROUP);
  console.log(name + ': in ' + GROUP);
});
