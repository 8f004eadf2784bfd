'use strict';

// Builds the addon with AddressSanitizer and UndefinedBehaviorSanitizer, sees them at work, and runs the tests that
// depend on the build.

const fs = require('node:fs');

const { build, capture, proveLoaded, runSuite } = require('./variant.js');

const OVERFLOW = 'require("./lib/native.js").overflow()';

/** The runtime of a sanitizer; it has to be in the process from its start, since Node.js itself has none. */
function runtime(name) {
  const file = capture('gcc', [`-print-file-name=${name}`]).stdout.trim();
  if (!fs.existsSync(file)) throw new Error(`gcc has no ${name}`);
  return fs.realpathSync(file);
}

const { directory, binary } = build('asan', { sanitize: 1 });
const env = {
  IOTJS_DGRAM_PREBUILD: directory,
  DGRAM_TEST_SANITIZED: '1',
  LD_PRELOAD: [runtime('libasan.so'), runtime('libubsan.so')].join(':'),
  // Node.js frees nothing at its end: leaks are found by counting, in test/native.
  ASAN_OPTIONS: 'detect_leaks=0:abort_on_error=1:strict_string_checks=1',
  UBSAN_OPTIONS: 'abort_on_error=1:print_stacktrace=1',
};
proveLoaded(binary, env);

const { status, stderr } = capture(process.execPath, ['-e', OVERFLOW], env);
const [report] = /ERROR: AddressSanitizer: heap-buffer-overflow/.exec(stderr) ?? [];
if (status === 0 || report === undefined) throw new Error(`A deliberate overflow was not caught:\n${stderr}`);
console.log(`A deliberate overflow ends the process: ${report}`);

runSuite(env, process.execPath, process.argv.slice(2));
