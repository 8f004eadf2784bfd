// Runs the code of instead.json, and what Node.js has in its place, on the same values. ES5.1 only: it runs on both.

var Emitter = require('events');

function given() {
  var used = [];
  return {
    a: 3,
    array: [3, 1, 2],
    arrayLike: { 0: 'x', 1: 'y', length: 2 },
    assert: require('assert'),
    b: -4,
    buf: new Buffer([0x41, 0xf1, 0x92, 0xe3, 0x84, 0xd5, 0x76, 0xc7, 0x68]),
    byteLength: 3,
    callback: function () {},
    change: function (x) { return [x, x * 2]; },
    code: 65,
    count: 5,
    emitter: new Emitter(),
    end: 4,
    entries: [['k', 1], ['l', 2]],
    error: null,
    fs: require('fs'),
    i: 0,
    index: -2,
    key: 'a',
    listener: function () {},
    module: { filename: '/home/user/app.js', parent: null },
    name: 'util',
    object: { a: 1, b: 'two' },
    offset: 2,
    other: new Buffer('other'),
    path: '/',
    regexp: /b+/,
    require: require,
    size: 3,
    source: { b: 2, c: 3 },
    start: 1,
    string: 'abba',
    target: { a: 1, b: 1 },
    test: function (x) { return x < 3; },
    text: 'b',
    timer: setTimeout(function () {}, 1),
    use: function (x) { used.push(x); },
    used: used,
    value: 2,
  };
}

function plain(value) {
  if (Buffer.isBuffer(value)) return value.toString('hex');
  if (typeof value === 'number' && isFinite(value)) return Number(value.toPrecision(12));
  return value === undefined ? 'undefined' : value;
}

/**
 * @param {string} code an expression, or statements where there is a `result`
 * @param {string} [before] statements that change what is given
 * @param {string} [result] the expression that is asked for behind the statements
 * @returns {*} the value, such that JSON keeps it
 */
function evaluate(code, before, result) {
  var values = given();
  var names = Object.keys(values);
  var body = (before || '') + (result ? code + '\nreturn ' + result + ';' : '\nreturn (' + code + ');');
  try {
    var run = Function.apply(null, names.concat(body));
    return plain(run.apply(null, names.map(function (name) { return values[name]; })));
  } finally {
    clearTimeout(values.timer);
  }
}

module.exports = evaluate;
