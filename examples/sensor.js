// A sensor: sends five readings to a gateway, one at a time. UDP may lose a message or its acknowledgement, so a
// reading that is not acknowledged within a second is sent again, four times at most.
//
// Usage: sensor.js [port] [address]       of the gateway; 41234 and 127.0.0.1 if not given

var dgram = require('dgram');

var READINGS = [20.9, 21.3, 21.2, 21.8, 22.4]; // degrees Celsius; a device would measure them
var PAUSE = 300; // milliseconds between readings
var PATIENCE = 1000; // milliseconds until a reading is sent again
var TRIES = 5;

var port = Number(process.argv[2] || 41234);
var address = process.argv[3] || '127.0.0.1';

var sensor = dgram.createSocket('udp4');
var number = 0; // of the reading that is on its way, from 1
var isWaiting = false; // for its acknowledgement
var tries = 0;
var again = null;

function say(text) {
  console.log('sensor:  ' + text);
}

function finish(exitCode) {
  clearTimeout(again);
  sensor.close();
  process.exitCode = exitCode;
}

function transmit() {
  var current = number; // which may be another one when the message has left
  var celsius = READINGS[current - 1];
  var text;
  if (tries === TRIES) {
    say('no answer from ' + address + ':' + port + ', giving up');
    finish(1);
    return;
  }
  // Before send(): its callback may come when the gateway has printed already.
  say(tries === 0 ? 'sends reading ' + current + ': ' + celsius + ' degrees'
    : 'no answer, sends reading ' + current + ' again');
  tries += 1;
  again = setTimeout(transmit, PATIENCE);
  text = JSON.stringify({ number: current, celsius: celsius, last: current === READINGS.length });
  sensor.send(text, port, address, function (err) {
    if (err) {
      say('could not send reading ' + current + ': ' + err.message);
      finish(1);
    }
  });
}

function measure() {
  number += 1;
  isWaiting = true;
  tries = 0;
  transmit();
}

sensor.on('error', function (err) {
  say(err.message);
  finish(1);
});

sensor.on('message', function (msg) {
  if (!isWaiting || msg.toString() !== JSON.stringify({ received: number })) {
    return; // a reading that was sent twice is acknowledged twice, and the network may deliver a message twice
  }
  isWaiting = false;
  say('reading ' + number + ' is acknowledged');
  clearTimeout(again);
  if (number === READINGS.length) {
    finish(0);
  } else {
    setTimeout(measure, PAUSE);
  }
});

sensor.bind(0, measure);
