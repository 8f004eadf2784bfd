'use strict';

// What a fleet needs of the system. docs/fleets.md says how it was measured.

const fs = require('node:fs');

/** A worker thread's event loop takes four, with Node.js 22 and newer five, and its socket one; the process itself has
 * about twenty. */
const DESCRIPTORS_EACH = 6;
const DESCRIPTORS_BESIDES = 40;

const NODE_MAJOR = Number(process.versions.node.split('.')[0]);

/** Linux: a worker that does little has 46, with Node.js 22 and newer 54, most of them for its heap. Where there are no
 * more, the process ends. */
const MAPPINGS_EACH = NODE_MAJOR < 22 ? 50 : 60;
const MAPPINGS_BESIDES = 150;

/** More copies than any machine holds. */
const LARGEST_FLEET = 10000;

function openFiles() {
  process.report.excludeNetwork = true; // which takes long
  const soft = process.report.getReport().userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Infinity;
}

function memoryMappings() {
  try {
    return Number(fs.readFileSync('/proc/sys/vm/max_map_count', 'utf8'));
  } catch {
    return Infinity; // no Linux
  }
}

/**
 * @param {number} count of copies
 * @returns {string[]} what there is too little of, with what to do about it
 */
function shortagesFor(count) {
  const shortages = [];
  const descriptors = count * DESCRIPTORS_EACH + DESCRIPTORS_BESIDES;
  const mayOpen = openFiles();
  if (mayOpen < descriptors) {
    shortages.push(`${count} copies need ${descriptors} open files, and this process may have ${mayOpen}: ` +
      `ulimit -n ${descriptors}`);
  }
  const mappings = count * MAPPINGS_EACH + MAPPINGS_BESIDES;
  const mayMap = memoryMappings();
  if (mayMap < mappings) {
    shortages.push(`${count} copies need ${mappings} memory mappings, and a process here may have ${mayMap}: ` +
      `sysctl -w vm.max_map_count=${mappings}`);
  }
  return shortages;
}

module.exports = { LARGEST_FLEET, shortagesFor };
