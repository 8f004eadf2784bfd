// `npm start`: runs gateway.js and sensor.js together on this machine. This script is for the desktop only.

var spawn = require('child_process').spawn;

var COMMAND = require.resolve('../bin/iotjs-dgram.js');
var LISTENING = /listening on [\d.]+:(\d+)/;

function start(name, args) {
  var child;
  console.log('$ iotjs-dgram ' + ['examples/' + name].concat(args).join(' '));
  child = spawn(process.execPath, [COMMAND, require.resolve('./' + name)].concat(args), {
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  child.stdout.pipe(process.stdout, { end: false });
  child.on('exit', function (code) {
    process.exitCode = process.exitCode || (code === null ? 1 : code);
  });
  return child;
}

var gateway = start('gateway.js', ['0']);
var printed = '';

gateway.stdout.on('data', function startSensor(chunk) {
  printed += chunk;
  if (LISTENING.test(printed)) {
    gateway.stdout.removeListener('data', startSensor);
    start('sensor.js', [LISTENING.exec(printed)[1]]);
  }
});
