'use strict';

// What a fleet needs of the system. docs/fleets.md says how it was measured.

const fs = require('node:fs');
const { availableParallelism } = require('node:os');

/** Open files: a light copy has its socket, and the command four for each host. A worker thread's event loop takes
 * four, with Node.js 22 and newer five, and its socket one. Any process has about twenty. */
const DESCRIPTORS = { light: 1, isolated: 6, host: 4, besides: 40 };

const NODE_MAJOR = Number(process.versions.node.split('.')[0]);

/** Linux: a worker that does little has 46, with Node.js 22 and newer 54, most of them for its heap. Where there are no
 * more, the process ends. */
const MAPPINGS_EACH = NODE_MAJOR < 22 ? 50 : 60;
const MAPPINGS_BESIDES = 150;

/** More copies than any machine holds. */
const LARGEST_FLEET = 100000;

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
 * @returns {number} of processes that run light copies: no thread waits for another one
 */
function numberOfHosts(count) {
  return Math.min(availableParallelism(), count);
}

/** What there is too little of; `who` needs so many open files in one process. */
function tooFewFiles(who, files) {
  const needed = files + DESCRIPTORS.besides;
  const allowed = openFiles();
  return allowed >= needed ? [] : [
    `${who} ${needed} open files, and a process here may have ${allowed}: ulimit -n ${needed}`,
  ];
}

function tooFewMappings(count) {
  const needed = count * MAPPINGS_EACH + MAPPINGS_BESIDES;
  const allowed = memoryMappings();
  return allowed >= needed ? [] : [
    `${count} copies need ${needed} memory mappings, and a process here may have ${allowed}: ` +
      `sysctl -w vm.max_map_count=${needed}`,
  ];
}

/**
 * @param {number} count of copies
 * @param {boolean} isolate whether they are threads of one process
 * @returns {string[]} what there is too little of, with what to do about it
 */
function shortagesFor(count, isolate) {
  if (isolate) return [...tooFewFiles(`${count} copies need`, count * DESCRIPTORS.isolated), ...tooFewMappings(count)];
  const hosts = numberOfHosts(count);
  const who = hosts === 1 ? `${count} copies need` : `${count} copies in ${hosts} processes need, in each,`;
  return tooFewFiles(who, Math.max(Math.ceil(count / hosts) * DESCRIPTORS.light, hosts * DESCRIPTORS.host));
}

/** @returns {number} how many ports the system chooses from where a socket binds any */
function ephemeralPorts() {
  try {
    const [first, last] = fs.readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/).map(Number);
    return last - first + 1;
  } catch {
    return Infinity; // no Linux
  }
}

/**
 * @param {number} count of copies
 * @returns {string[]} what may fall short, as far as it depends on what the script does
 */
function warningsFor(count) {
  const ports = ephemeralPorts();
  return count <= ports ? [] : [
    `${count} copies that each bind any port need as many, and there are ${ports} for each address: ` +
      'sysctl -w net.ipv4.ip_local_port_range="1024 65535"',
  ];
}

module.exports = { LARGEST_FLEET, numberOfHosts, shortagesFor, warningsFor };
