// A gateway: receives the readings of a sensor and acknowledges each one. It ends after the last reading, or when it
// has heard nothing for 10 seconds.
//
// Usage: gateway.js [port] [address]      41234 and 127.0.0.1 if not given; port 0 is any free one

var dgram = require('dgram');

var PATIENCE = 10000; // milliseconds
var port = Number(process.argv[2] || 41234);
var address = process.argv[3] || '127.0.0.1';

var gateway = dgram.createSocket('udp4');
var silence = null;

function say(text) {
  console.log('gateway: ' + text);
}

function waitForMore() {
  clearTimeout(silence);
  silence = setTimeout(function () {
    say('heard nothing for ' + PATIENCE / 1000 + ' s, closing');
    gateway.close();
  }, PATIENCE);
}

// Anybody can send anything to a UDP port: what is no reading gives null.
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
  waitForMore();
  if (reading === null) {
    say('ignored ' + rinfo.size + ' bytes that are no reading');
    return;
  }

  say('reading ' + reading.number + ' is ' + reading.celsius + ' degrees');
  gateway.send(JSON.stringify({ received: reading.number }), rinfo.port, rinfo.address, function (err) {
    if (err) {
      say('could not acknowledge reading ' + reading.number + ': ' + err.message);
    }
    // Here, where the acknowledgement has left: close() right after send() would discard it.
    if (reading.last) {
      say('that was the last one, closing');
      clearTimeout(silence);
      gateway.close();
    }
  });
});

gateway.bind(port, address, function () {
  say('listening on ' + gateway.address().address + ':' + gateway.address().port);
  waitForMore();
});
