'use strict';

// `node -r iotjs-dgram/register app.js`: require('dgram') in the user's own scripts means this package. Modules under
// node_modules keep Node's dgram (a logger there must not break), and so do `node:dgram` and ESM imports.

const Module = require('node:module');
const path = require('node:path');

const { passOn } = require('./children');
const dgram = require('./index.js');
const { isScript } = require('./scripts');

const startDirectory = process.cwd();

const load = Module._load;

Module._load = function loadForScript(request, parent, isMain) {
  if (request === 'dgram' && (!parent?.filename || isScript(parent.filename))) return dgram;
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
