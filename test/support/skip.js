'use strict';

/**
 * In a Mocha `before` hook: reports the suite's tests as skipped, with the reason in their titles.
 *
 * @param {object} hook its `this`
 * @param {string} reason
 */
function skipSuite(hook, reason) {
  hook.test.parent.eachTest((test) => {
    test.title += ` (skipped: ${reason})`;
  });
  hook.skip();
}

/** A Mocha `before` hook for suites that run a shell script in place of a program. */
function requireShellScripts() {
  if (process.platform === 'win32') skipSuite(this, 'Windows does not run the shell script that stands for IoT.js');
}

module.exports = { requireShellScripts, skipSuite };
