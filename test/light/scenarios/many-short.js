'use strict';

// Many copies one after the other, each with a socket and a timer: the process must not grow by them.
// Usage: node --expose-gc many-short.js [copies]

const assert = require('node:assert/strict');
const path = require('node:path');

const { SANITIZED } = require('../../support/node.js');
const { Host } = require('../../../sim/fleet/light/host.js');

const COPIES = Number(process.argv[2] ?? 1500);
/** By then the heap grows no more. */
const SETTLED = 500;
/** In bytes: less than half of what the copies after that would take. A sanitizer keeps what is freed for a while. */
const GROWTH = (SANITIZED ? 450 : 100) * 2 ** 20;

const host = new Host({ script: path.join(__dirname, 'short.js'), count: COPIES });
let index = 0;
let before;
let answers = 0;

function next() {
  if (index % 100 === 0) globalThis.gc(); // which V8 may put off for more copies than these
  if (index === SETTLED) before = process.memoryUsage().rss;
  if (index === COPIES) {
    assert.equal(answers, COPIES);
    const growth = process.memoryUsage().rss - before;
    assert.ok(growth < GROWTH, `it has grown by ${growth} bytes`);
    console.log('ok');
    return;
  }
  const copy = host.add(index++);
  copy.on('output', (_, text) => { answers += text === 'answer\n' ? 1 : 0; });
  copy.on('end', () => setImmediate(next));
}

next();
