// Finds devices that run discovery-device.js: asks their multicast group, up to three times because UDP may lose a
// message, and prints the answers. It ends when it has found `count` devices, or after 3 seconds.
//
// Usage: discovery-seeker.js [count]      1 if not given

var dgram = require('dgram');

var GROUP = '230.255.255.250';
var PORT = 41235;
var TRIES = 3;
var PATIENCE = 1000; // milliseconds until it asks again
var wanted = Number(process.argv[2] || 1);

var seeker = dgram.createSocket('udp4');
var found = [];
var tries = 0;
var again = null;

function finish() {
  clearTimeout(again);
  console.log('seeker: found ' + found.length);
  seeker.close();
}

function ask() {
  if (tries === TRIES) {
    finish();
    return;
  }
  tries += 1;
  seeker.send('who is there?', PORT, GROUP);
  again = setTimeout(ask, PATIENCE);
}

seeker.on('message', function (msg, rinfo) {
  var answer = msg + ' at ' + rinfo.address;
  if (found.indexOf(answer) !== -1) {
    return;
  }
  found.push(answer);
  console.log('seeker: ' + answer);
  if (found.length === wanted) {
    finish();
  }
});

seeker.bind(0, function () {
  // One hop: the question stays in this network.
  seeker.setMulticastTTL(1);
  ask();
});
