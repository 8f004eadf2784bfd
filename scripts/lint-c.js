'use strict';

// Checks the C sources: their format (clang-format), and what clang-tidy and cppcheck find.

const fs = require('node:fs');
const path = require('node:path');

const { headersRoot } = require('./headers.js');
const { ROOT, capture, execute } = require('./variant.js');

const SOURCES = fs.readdirSync(path.join(ROOT, 'src'), { recursive: true })
  .filter((name) => /\.[ch]$/.test(name))
  .map((name) => path.join('src', name));
const UNITS = SOURCES.filter((name) => name.endsWith('.c'));

/** The directory of node_api.h and uv.h: beside this Node.js, or where node-gyp has put them. */
function includeDirectory() {
  const gypi = path.join(ROOT, 'build', 'config.gypi');
  const [, nodedir] = (fs.existsSync(gypi) && /"nodedir": "(.*)"/.exec(fs.readFileSync(gypi, 'utf8'))) || [];
  const hasHeaders = (prefix) => prefix && fs.existsSync(path.join(prefix, 'include', 'node', 'uv.h'));
  const prefix = [nodedir, headersRoot()].find(hasHeaders);
  if (prefix === undefined) throw new Error('The headers of Node.js are not there: npm run compile fetches them');
  return path.join(prefix, 'include', 'node');
}

execute('clang-format', ['--dry-run', '-Werror', ...SOURCES]);
// It also counts, on stderr, what it does not show.
const { status, stdout } = capture('clang-tidy', ['--quiet', ...UNITS, '--', '-std=gnu11', '-Wall', '-Wextra',
  '-Wshadow', '-DNAPI_VERSION=8', '-DUDP_SANITIZE_PROBE', '-isystem', includeDirectory()]);
if (status !== 0) throw new Error(`clang-tidy has found something:\n${stdout}`);
execute('cppcheck', ['--quiet', '--std=c11', '--enable=warning,performance,portability', '--inline-suppr',
  '--error-exitcode=1', '--suppress=missingIncludeSystem', '-Isrc', ...UNITS]);
console.log(`${SOURCES.length} files of C: well formatted, nothing found.`);
