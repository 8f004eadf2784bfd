'use strict';

// What Linux says of processes.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');

const TICKS_A_SECOND = Number(execFileSync('getconf', ['CLK_TCK']));

function linesOf(file) {
  return fs.readFileSync(file, 'utf8').split('\n').length - 1;
}

/**
 * @param {number} pid
 * @returns {object} memory in KiB, CPU time in seconds, and numbers of threads, descriptors and memory mappings
 */
function inspect(pid) {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  const [user, system] = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13);
  return {
    memory: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)[1]),
    threads: Number(/^Threads:\s+(\d+)$/m.exec(status)[1]),
    cpu: (Number(user) + Number(system)) / TICKS_A_SECOND,
    descriptors: fs.readdirSync(`/proc/${pid}/fd`).length,
    mappings: linesOf(`/proc/${pid}/maps`),
  };
}

/**
 * @param {number} pid
 * @returns {number[]} that process and those that it has started
 */
function processesOf(pid) {
  const children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return [pid, ...children.map(Number)];
}

module.exports = { inspect, processesOf };
