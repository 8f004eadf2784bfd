// Which values of reuseAddr allow a port to be shared.
var T = require('./trace.js');
var dgram = require('dgram');

var values = [true, false, undefined, 1, 0, 'yes', '', null, {}, []];
(function step(i) {
  if (i === values.length) return;
  var a = dgram.createSocket({ type: 'udp4', reuseAddr: values[i] });
  var b = dgram.createSocket({ type: 'udp4', reuseAddr: values[i] });
  function done(what) {
    T.log(JSON.stringify(values[i]), what);
    a.close();
    b.close();
    step(i + 1);
  }
  b.on('error', function () { done('refused'); });
  a.bind(41442, function () { b.bind(41442, function () { done('shared'); }); });
})(0);
