'use strict';

// Adds up what shares of one fleet have reported.

const fs = require('node:fs');
const { isDeepStrictEqual } = require('node:util');

const { COUNTED, add } = require('../network/report');
const { NO_TRAFFIC } = require('../network/traffic');
const { Failures, OUTCOMES, reportOf } = require('./tally');

const isCount = (value) => Number.isInteger(value) && value >= 0;
const isText = (value) => typeof value === 'string';
const isObject = (value) => value !== null && typeof value === 'object';
const orNull = (isRight) => (value) => value === null || isRight(value);
const listOf = (isRight) => (value) => Array.isArray(value) && value.every(isRight);
const having = (fields) => (value) => isObject(value) && Object.keys(fields).every((name) => fields[name](value[name]));
const named = (names, isRight) => having(Object.fromEntries(names.map((name) => [name, isRight])));

const isDirection = orNull(named(COUNTED, isCount));
const isTraffic = named(Object.keys(NO_TRAFFIC), orNull((value) => typeof value === 'number' && value >= 0));

/** What there must be in a report to add it to others. */
const FIELDS = {
  script: isText,
  durationMs: isCount,
  signal: orNull(isText),
  seed: orNull(isCount),
  conditions: orNull(isObject),
  failures: listOf(having({ outcome: isText, reason: orNull(isText), copies: listOf(isCount) })),
  network: orNull(having({ sent: isDirection, received: isDirection, refused: isCount })),
  copies: (value) => listOf(having({ index: isCount, outcome: (outcome) => OUTCOMES.includes(outcome) }))(value) &&
    value.length > 0 && value.every(isTraffic),
};

function badReport(message) {
  return Object.assign(new Error(message), { code: 'IOTJS_DGRAM_BAD_REPORT' });
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null; // something else that was printed
  }
}

/**
 * @param {string} text what a share has written to standard error
 * @returns {object} the report in its last line that is one
 * @throws {Error} where there is none, or a part of it is wrong
 */
function readReport(text) {
  const lines = text.split('\n').filter((line) => line.trimStart().startsWith('{')).reverse();
  let report = null;
  for (let i = 0; i < lines.length && report === null; i++) {
    const value = parse(lines[i]);
    if (isText(value?.report)) report = value;
  }
  if (report === null) throw new Error('it has no line that a fleet with --report=json printed');
  if (report.report !== 'fleet') throw new Error('it has the report of a single script, not of a fleet');
  const wrong = Object.keys(FIELDS).find((name) => !FIELDS[name](report[name]));
  if (wrong !== undefined) throw new Error(`'${wrong}' in its report is not what a fleet prints there`);
  return report;
}

/** One of them where all are the same, else null. */
function common(values) {
  return values.every((value) => isDeepStrictEqual(value, values[0])) ? values[0] : null;
}

function mergeFailures(reports) {
  const merged = new Failures();
  for (const { outcome, reason, copies } of reports.flatMap(({ failures }) => failures)) {
    for (const index of copies) merged.add(outcome, reason, index);
  }
  return merged.list();
}

function checkTogether(shares) {
  const fileOf = new Map();
  const [first] = shares;
  for (const { file, report } of shares) {
    if (report.script !== first.report.script) {
      throw badReport(`${file} is of ${report.script}, and ${first.file} of ${first.report.script}`);
    }
    for (const { index } of report.copies) {
      const other = fileOf.get(index);
      if (other !== undefined) throw badReport(`${file} has copy ${index}, and so has ${other}`);
      fileOf.set(index, file);
    }
  }
}

/**
 * @param {string[]} files names of at least one
 * @returns {object} the report of the fleet that they are shares of
 * @throws {Error} code IOTJS_DGRAM_BAD_REPORT, where a file cannot be read or is of something else; it names the file
 */
function mergeFiles(files) {
  const shares = files.map((file) => {
    try {
      return { file, report: readReport(fs.readFileSync(file, 'utf8')) };
    } catch (error) {
      throw badReport(`${file} cannot be merged: ${error.message}`);
    }
  });
  checkTogether(shares);
  const reports = shares.map(({ report }) => report);
  return reportOf({
    script: reports[0].script,
    // They run side by side.
    durationMs: reports.reduce((most, { durationMs }) => Math.max(most, durationMs), 0),
    signal: reports.find(({ signal }) => signal !== null)?.signal ?? null,
    // A share without a socket has no seed.
    seed: common(reports.filter(({ network }) => network !== null).map(({ seed }) => seed)) ?? null,
    conditions: common(reports.map(({ conditions }) => conditions)),
    failures: mergeFailures(reports),
    network: reports.reduce((sum, { network }) => add(sum, network), null),
    copies: reports.flatMap(({ copies }) => copies),
  });
}

module.exports = { mergeFiles };
