// A gateway: receives the readings of sensors and acknowledges each one. It ends when it has the last reading of each
// sensor, or when it has heard nothing for 10 seconds.
//
// Usage: gateway.js [port] [address] [sensors]      41234, 127.0.0.1 and 1 if not given; port 0 is any free one

var dgram = require('dgram');

var PATIENCE = 10000; // milliseconds
var LINGER = 1500; // milliseconds: a sensor whose last acknowledgement was lost sends its reading again
var port = Number(process.argv[2] || 41234);
var address = process.argv[3] || '127.0.0.1';
var sensors = Number(process.argv[4] || 1); // that have not sent their last reading yet
var finished = {}; // those that have, by their addresses

var gateway = dgram.createSocket('udp4');
var silence = null;

function say(text) {
  console.log('gateway: ' + text);
}

function waitForMore() {
  clearTimeout(silence);
  if (sensors === 0) {
    return; // it is about to close
  }
  silence = setTimeout(function () {
    say('heard nothing for ' + PATIENCE / 1000 + ' s, closing');
    gateway.close();
  }, PATIENCE);
}

function finish(sensor) {
  if (finished[sensor]) {
    return;
  }
  finished[sensor] = true;
  sensors -= 1;
  if (sensors === 0) {
    waitForMore();
    setTimeout(function () {
      say('that was the last one, closing');
      gateway.close();
    }, LINGER);
  }
}

// Anyone can send anything to a UDP port: returns null for what is not a reading.
function parse(msg) {
  var reading;
  try {
    reading = JSON.parse(msg.toString());
  } catch (err) {
    return null;
  }
  return reading && typeof reading.number === 'number' && typeof reading.celsius === 'number' ? reading : null;
}

gateway.on('error', function (err) {
  say(err.message);
  clearTimeout(silence);
  gateway.close();
  process.exitCode = 1;
});

gateway.on('message', function (msg, rinfo) {
  var reading = parse(msg);
  var sensor = rinfo.address + ':' + rinfo.port;
  waitForMore();
  if (reading === null) {
    say('ignored ' + rinfo.size + ' bytes from ' + sensor + ' that are no reading');
    return;
  }

  say('reading ' + reading.number + ' is ' + reading.celsius + ' degrees, from ' + sensor);
  gateway.send(JSON.stringify({ received: reading.number }), rinfo.port, rinfo.address, function (err) {
    if (err) {
      say('could not acknowledge reading ' + reading.number + ': ' + err.message);
    }
    // In the callback of send(): close() right after send() would discard the acknowledgement.
    if (reading.last) {
      finish(sensor);
    }
  });
});

gateway.bind(port, address, function () {
  // Some boards have no address(): there, give a port.
  say('listening on ' + address + ':' + (port || gateway.address().port));
  waitForMore();
});
