'use strict';

// `iotjs-dgram check`: reports what a device lacks.

const fs = require('node:fs');
const path = require('node:path');

const { check, format } = require('../lint/check');
const { targetNames } = require('../sim/board/table');
const { UsageError, parseOwn } = require('./arguments');

const OPTIONS = { target: { type: 'string' }, format: { type: 'string' } };

/** The scripts that a user means: a file, or all .js files below a folder but those of installed packages. */
function scriptsAt(name) {
  const file = path.resolve(name);
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) throw new UsageError(`there is no file or folder '${name}' (${file})`);
  if (!stats.isDirectory()) return [file];
  return fs.readdirSync(file, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : scriptsAt(path.join(file, entry.name));
    return entry.name.endsWith('.js') ? [path.join(file, entry.name)] : [];
  });
}

function report({ files, findings }, isJson) {
  if (findings.length > 0) process.exitCode = 1;
  if (isJson) {
    process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
    return;
  }
  const count = (list, noun) => `${list.length} ${noun}${list.length === 1 ? '' : 's'}`;
  const summary = `${count(files, 'file')} checked: ${findings.length === 0 ? 'nothing' : count(findings, 'thing')} ` +
    'found that a device lacks';
  for (const line of [...format(findings), summary]) process.stdout.write(`${line}\n`);
}

/**
 * Checks the files.
 *
 * @param {string[]} args behind the word `check`
 * @param {object} before values of the options that stand before it
 * @returns {Function} prints what was found; then the exit code is 1
 * @throws {UsageError}
 * @throws {Error} code IOTJS_DGRAM_NO_ESLINT
 */
module.exports = function checkCommand(args, before) {
  const { values, positionals } = parseOwn({ args, options: OPTIONS, allowPositionals: true });
  const { target = before.target, format: form = 'text' } = values;
  if (target !== undefined && !targetNames().includes(target)) {
    throw new UsageError(`--target must be one of ${targetNames().join(', ')}; it is '${target}'.`);
  }
  if (!['json', 'text'].includes(form)) throw new UsageError(`--format must be json or text; it is '${form}'.`);
  if (positionals.length === 0) throw new UsageError('check takes files or folders, and none was given');
  const scripts = [...new Set(positionals.flatMap(scriptsAt))];
  if (scripts.length === 0) throw new UsageError(`there are no .js files in ${positionals.join(', ')}`);
  const result = check(scripts, target === undefined ? {} : { targets: [target] });
  return () => report(result, form === 'json');
};
