'use strict';

const fs = require('node:fs');
const path = require('node:path');

const { readCapture } = require('../capture/reader');
const { htmlOf } = require('./html');
const { modelOf } = require('./model');
const { Records } = require('./records');

/**
 * Draws what is in captures: one HTML file that shows each datagram, and needs neither a network nor other files.
 *
 * @param {string[]} captures files
 * @param {string} htmlFile is written, or written anew
 * @param {string} title
 * @returns {{datagrams: number, skipped: number, cut: string[]}} how many arrows it has, and what it has not: packets
 *   that are no UDP over IPv4 or have no time, and the ends of these captures, which break off
 * @throws {Error} code IOTJS_DGRAM_BAD_CAPTURE for a broken capture; those of node:fs
 */
function draw(captures, htmlFile, title) {
  const records = new Records();
  let skipped = 0;
  const cut = [];
  for (const file of captures) {
    const capture = readCapture(file);
    for (const packet of capture) {
      if (packet.time === null) skipped++;
      else if (packet.isRefusal) records.addRefusal(packet);
      else records.add(packet, path.basename(file));
    }
    skipped += capture.skipped;
    if (capture.isCut) cut.push(file);
  }
  const model = modelOf(records);
  fs.writeFileSync(htmlFile, htmlOf(model, title));
  return { datagrams: model.arrows.from.length, skipped, cut };
}

module.exports = { draw };
