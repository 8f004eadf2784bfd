'use strict';

// `iotjs-dgram targets [--json]`: what each board has.

const { boards, footnotes } = require('../sim/board/boards.json');
const { formatTable } = require('../sim/board/table');
const { parseOwn } = require('./arguments');

/**
 * @param {string[]} args behind the word `targets`
 * @returns {Function} prints the table
 */
module.exports = function targets(args) {
  const { values } = parseOwn({ args, options: { json: { type: 'boolean' } } });
  const text = values.json ? JSON.stringify({ boards, footnotes }, null, 2) : formatTable();
  return () => process.stdout.write(`${text}\n`);
};
