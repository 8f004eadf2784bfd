'use strict';

/**
 * @param {string} output of host.js
 * @returns {Object<string, string[]>} the lines of each copy, by its index
 */
function copiesOf(output) {
  const copies = {};
  for (const line of output.split('\n').filter((each) => each !== '')) {
    const [, index, text] = /^\[(\d+)\] (.*)$/.exec(line) ?? [undefined, 'host', line];
    (copies[index] ??= []).push(text);
  }
  return copies;
}

module.exports = { copiesOf };
