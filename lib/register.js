'use strict';

// `node -r iotjs-dgram/register app.js`: require('dgram') in the user's own scripts means this package. Modules under
// node_modules keep Node's dgram (a logger there must not break), and so do `node:dgram` and ESM imports.

const Module = require('node:module');
const path = require('node:path');

const { passOn } = require('./children');
const dgram = require('./index.js');

const OWN_FOLDER = path.dirname(__dirname) + path.sep;
const startDirectory = process.cwd();

function isInstalled(filename) {
  // The examples of this package are scripts like the user's, also where it is installed.
  const inside = filename.startsWith(OWN_FOLDER) ? filename.slice(OWN_FOLDER.length) : filename;
  return inside.split(path.sep).includes('node_modules');
}

const load = Module._load;

Module._load = function loadForScript(request, parent, isMain) {
  if (request === 'dgram' && !(parent?.filename && isInstalled(parent.filename))) return dgram;
  return Reflect.apply(load, this, [request, parent, isMain]);
};

// Forked children and workers get the same options. As the user wrote it, the name of this file means something in the
// directory that the process started in; as an absolute path it means the same everywhere.
const preloads = Module.createRequire(path.join(startDirectory, 'preload'));

function absolute(name) {
  try {
    return preloads.resolve(name) === __filename ? __filename : name;
  } catch {
    return name;
  }
}

const options = process.execArgv.map((option, i, all) => {
  if (all[i - 1] === '-r' || all[i - 1] === '--require') return absolute(option);
  const [, flag, name] = /^(--require=)(.+)$/s.exec(option) ?? [];
  return flag === undefined ? option : flag + absolute(name);
});

if (options.some((option, i) => option !== process.execArgv[i])) {
  passOn(options, __filename, () => process.cwd() === startDirectory);
}

module.exports = { isInstalled };
