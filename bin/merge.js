'use strict';

// `iotjs-dgram merge`: one report of a fleet out of those of its shares.

const { SETTINGS } = require('../sim/board/settings');
const { mergeFiles } = require('../sim/fleet/merge');
const { hasFailed, networkReport, summarize } = require('../sim/fleet/summary');
const { UsageError, parseOwn } = require('./arguments');

function formOf(spelled) {
  const form = SETTINGS.report.read(spelled);
  if (form !== 'text' && form !== 'json') throw new UsageError(`--report must be text or json; it is '${spelled}'.`);
  return form;
}

/**
 * Adds the reports up.
 *
 * @param {string[]} args behind the word `merge`
 * @param {object} before values of the options that stand before it
 * @returns {Function} prints the whole; the exit code is 1 where a copy has failed
 * @throws {UsageError}
 * @throws {Error} code IOTJS_DGRAM_BAD_REPORT, for a file that is no share of the same fleet
 */
module.exports = function merge(args, before) {
  const options = { report: { type: 'string' } };
  const { values, positionals } = parseOwn({ args, options, allowPositionals: true });
  const form = formOf(values.report ?? before.report ?? 'text');
  if (positionals.length === 0) throw new UsageError('merge takes files with reports, and none was given');
  const report = mergeFiles(positionals);
  return () => {
    process.stdout.write(form === 'json' ? `${JSON.stringify(report)}\n` : summarize(report) + networkReport(report));
    if (hasFailed(report)) process.exitCode = 1;
  };
};
