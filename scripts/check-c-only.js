'use strict';

// Builds the addon where there is no C++ compiler: it is C, and linked as C.

const fs = require('node:fs');
const path = require('node:path');

const { VARIANTS, build, capture } = require('./variant.js');
const { check } = require('./check-symbols.js');

const CXX = /(^|-)(g\+\+|c\+\+|clang\+\+)(-[0-9.]+)?$/;

/** A directory with a link to every program of PATH that is no C++ compiler. */
function pathWithoutCxx() {
  const directory = path.join(VARIANTS, 'path-without-cxx');
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(directory, { recursive: true });
  for (const source of process.env.PATH.split(path.delimiter).filter((entry) => fs.existsSync(entry))) {
    for (const program of fs.readdirSync(source)) {
      const link = path.join(directory, program);
      // The first one in PATH is the one meant.
      if (!CXX.test(program) && !fs.existsSync(link)) {
        fs.rmSync(link, { force: true });
        fs.symlinkSync(path.join(source, program), link);
      }
    }
  }
  return directory;
}

const env = { PATH: pathWithoutCxx(), CXX: undefined };
for (const compiler of ['g++', 'c++', 'clang++']) {
  const { status } = capture('/bin/sh', ['-c', `command -v ${compiler}`], env);
  if (status === 0) throw new Error(`${compiler} is not hidden`);
}
const { binary } = build('c-only', {}, env);
const complaints = check(binary);
if (complaints.length > 0) throw new Error(complaints.join('\n'));
console.log('Built without a C++ compiler.');
