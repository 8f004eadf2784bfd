'use strict';

// `iotjs-dgram draw`: a picture of what captures have recorded.

const fs = require('node:fs');
const path = require('node:path');

const { draw } = require('../sim/trace/draw/draw');
const { UsageError, parseOwn } = require('./arguments');

const OPTIONS = { output: { type: 'string', short: 'o' } };

function checkCapture(name) {
  const file = path.resolve(name);
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) throw new UsageError(`there is no capture '${name}' (${file})`);
  if (stats.isDirectory()) throw new UsageError(`'${name}' is a folder (${file}), and draw takes captures`);
}

/** `run.html` for `run.pcapng` */
function pictureOf(capture) {
  const { dir, name } = path.parse(capture);
  return path.join(dir, `${name}.html`);
}

function report({ datagrams, skipped, cut }, output) {
  process.stdout.write(`${output}: ${datagrams} datagram${datagrams === 1 ? '' : 's'} drawn\n`);
  for (const capture of cut) {
    process.stderr.write(`iotjs-dgram: ${capture} breaks off in its last block, and was drawn up to there\n`);
  }
  if (skipped > 0) {
    process.stderr.write(`iotjs-dgram: ${skipped} packet${skipped === 1 ? '' : 's'} left out: not UDP over IPv4, or ` +
      'without a time\n');
  }
}

/**
 * Draws captures.
 *
 * @param {string[]} args behind the word `draw`
 * @returns {Function} says where the picture is, and what is not in it
 * @throws {UsageError}
 * @throws {Error} code IOTJS_DGRAM_BAD_CAPTURE, for a file that is no capture or is broken
 */
module.exports = function drawCommand(args) {
  const { values, positionals } = parseOwn({ args, options: OPTIONS, allowPositionals: true });
  if (positionals.length === 0) throw new UsageError('draw takes captures (.pcapng), and none was given');
  positionals.forEach(checkCapture);
  const { output = pictureOf(positionals[0]) } = values;
  if (path.extname(output) !== '.html') {
    throw new UsageError(`--output must be the name of an .html file such as run.html; it is '${output}'.`);
  }
  const title = positionals.map((capture) => path.basename(capture)).join(', ');
  try {
    const drawn = draw(positionals, output, title);
    return () => report(drawn, output);
  } catch (error) {
    if (error.code === 'IOTJS_DGRAM_BAD_CAPTURE' || error.syscall === undefined) throw error;
    throw new UsageError(error.path === output ? `cannot write '${output}': ${error.message}` : error.message);
  }
};
