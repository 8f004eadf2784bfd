'use strict';

// `node -r iotjs-dgram/register app.js`: require('dgram') in the user's own scripts means this package. Modules under
// node_modules keep Node's dgram (a logger there must not break), and so do `node:dgram` and ESM imports.

const Module = require('node:module');
const path = require('node:path');

const dgram = require('./index.js');

const load = Module._load;

function isInstalled(filename) {
  return filename.split(path.sep).includes('node_modules');
}

Module._load = function loadForScript(request, parent, isMain) {
  if (request === 'dgram' && !(parent && parent.filename && isInstalled(parent.filename))) return dgram;
  return Reflect.apply(load, this, [request, parent, isMain]);
};

// Workers and forked children get the same options. With the absolute path they find this file from any directory.
process.execArgv = process.execArgv.map((argument) =>
  (argument === 'iotjs-dgram/register' ? __filename : argument));
