'use strict';

// Every fault of isolation.js and every loop of loops.js at once, each in a copy with an even index. Others observe.

const { FAULTS, observe } = require('./isolation.js');
const { LOOPS } = require('./loops.js');

const ACTS = [...FAULTS.map(({ act }) => act), ...Object.values(LOOPS)];

if (require.main === module) {
  const index = Number(process.env.IOTJS_DGRAM_INDEX);
  if (index % 2 === 0) ACTS[index / 2]();
  else observe();
}

module.exports = { ACTS };
