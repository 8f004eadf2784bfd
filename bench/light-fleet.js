'use strict';

// What light copies cost: `node bench/light-fleet.js [copies]`, on Linux; by default 1000. Each has sent a message, has
// got it back and waits. Prints what one of them takes of memory, time and CPU in a process that runs nothing else.

const fs = require('node:fs');
const path = require('node:path');

const { Host } = require('../sim/fleet/light/host.js');

const CLIENT = path.join(__dirname, 'scripts', 'fleet-client.js');

/** @returns {number} KiB */
function resident() {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]);
}

function measure(count) {
  const host = new Host({ script: CLIENT, count });
  const [memory, time, cpu] = [resident(), performance.now(), process.cpuUsage()];
  let started = 0;
  let up = 0;

  function report() {
    const { user, system } = process.cpuUsage(cpu);
    const each = {
      'resident KiB': (resident() - memory) / count,
      'heap KiB': process.memoryUsage().heapUsed / 1024 / count,
      ms: (performance.now() - time) / count,
      'CPU ms': (user + system) / 1000 / count,
    };
    const texts = Object.entries(each).map(([name, value]) => `${value.toFixed(name.endsWith('KiB') ? 0 : 2)} ${name}`);
    console.log(`${count} light copies, each: ${texts.join(', ')}`);
    process.exit();
  }

  (function next() {
    if (started === count) return;
    host.add(started++).on('output', (_, text) => {
      if (text === 'up\n' && ++up === count) report();
    }).on('error', (error) => console.error(error));
    setImmediate(next);
  })();
}

measure(Number(process.argv[2] ?? 1000));
