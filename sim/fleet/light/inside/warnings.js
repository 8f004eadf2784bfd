'use strict';

// Evaluated in the context of each copy: process.emitWarning() as Node.js has it, printed to the copy's stderr.

/**
 * @param {EventEmitter} process the copy's
 * @param {object} main the process of the host
 * @param {function(string)} print to its standard error
 */
function makeWarnings(process, main, print) {
  const isSilent = main.execArgv.includes('--no-warnings') || main.env.NODE_NO_WARNINGS === '1';
  let hasHint = false;

  function show(warning) {
    if (isSilent || (warning.name === 'DeprecationWarning' && main.noDeprecation)) return;
    const code = warning.code === undefined ? '' : `[${warning.code}] `;
    const detail = typeof warning.detail === 'string' ? `\n${warning.detail}` : '';
    const hint = hasHint ? '' : '(Use `node --trace-warnings ...` to show where the warning was created)\n';
    hasHint = true;
    print(`(node:${main.pid}) ${code}${warning}${detail}\n${hint}`);
  }

  process.on('warning', show);

  return function emitWarning(warning, type, code, ...rest) {
    const options = type !== null && typeof type === 'object' ? type : { type, code };
    const name = typeof options.type === 'string' ? options.type : 'Warning';
    if (name === 'DeprecationWarning' && main.noDeprecation) return;
    let error = warning;
    if (typeof warning === 'string') {
      error = new Error(warning);
      error.name = name;
      if (typeof options.code === 'string') error.code = options.code;
      if (options.detail !== undefined) error.detail = options.detail;
      Error.captureStackTrace(error, rest.at(0) ?? emitWarning);
    }
    process.nextTick(() => process.emit('warning', error));
  };
}

module.exports = { makeWarnings };
