'use strict';

// Which lines of the published JavaScript and of src/ the tests run: `npm run coverage [arguments of Mocha]`. c8 counts
// for JavaScript, gcov for C, in an addon that is built for it. What a killed process ran is not counted.

const fs = require('node:fs');
const path = require('node:path');

const { mochaArguments } = require('./test.js');
const { ROOT, VARIANTS, build, capture, execute, proveLoaded } = require('./variant.js');

const C8 = require.resolve('c8/bin/c8.js');
const SOURCES = ['bin', 'lib', 'sim', 'lint'].flatMap((directory) => ['--include', `${directory}/**/*.js`]);

/** The files of a directory and those below it. */
function filesIn(directory) {
  return fs.readdirSync(directory, { recursive: true }).map((name) => path.join(directory, name));
}

/**
 * @param {string} counts a .gcda file
 * @returns {{name: string, lines: number, missed: number[]}} what gcov knows of its source
 */
function coverageOf(counts) {
  const { status, stdout, stderr } = capture('gcov', ['--json-format', '--stdout', counts]);
  if (status !== 0) throw new Error(`gcov failed:\n${stderr}`);
  const [{ lines }] = JSON.parse(stdout).files.filter(({ file }) => file.endsWith('.c'));
  const name = path.basename(counts, '.gcda');
  const missed = lines.filter(({ count }) => count === 0).map((line) => line.line_number);
  return { name, lines: lines.length, missed };
}

/** Numbers as text, in ranges: 1-3,7. */
function ranges(numbers) {
  const found = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last?.end === number - 1) last.end = number;
    else found.push({ start: number, end: number });
  }
  return found.map(({ start, end }) => (start === end ? `${start}` : `${start}-${end}`)).join(',');
}

const { directory, binary } = build('coverage', {}, { CFLAGS: '--coverage -O0', LDFLAGS: '--coverage' });
const env = { IOTJS_DGRAM_PREBUILD: directory };
proveLoaded(binary, env);

const results = path.join(VARIANTS, 'coverage-js');
let failure = null;
try {
  execute(process.execPath, [
    C8, '--all', '--temp-directory', results, ...SOURCES, '--reporter', 'text',
    process.execPath, ...mochaArguments('all', ['--timeout', '180000', ...process.argv.slice(2)]),
  ], env);
} catch (error) {
  failure = error;
}

console.log(`\n${path.relative(ROOT, directory)}: lines of C that no test has run`);
for (const counts of filesIn(path.join(directory, 'build')).filter((file) => file.endsWith('.gcda')).sort()) {
  const { name, lines, missed } = coverageOf(counts);
  const percent = (100 * (1 - missed.length / lines)).toFixed(1);
  console.log(`${name.padEnd(28)} ${percent.padStart(5)} %  ${ranges(missed)}`);
}
if (failure) {
  console.error(failure.message);
  process.exitCode = 1;
}
