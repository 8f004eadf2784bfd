'use strict';

const assert = require('node:assert/strict');

const { Observer } = require('../../sim/trace/observer.js');

const WIRE = { socket: 0, address: { ip: 0x7f000001, port: 1000 }, option: () => undefined };

describe('an observer of datagrams', () => {
  it('tells what has not left when the script ends, once each and in order', () => {
    const told = [];
    const sink = { event: (event) => told.push({ ...event }), end: () => told.push('end') };
    const observer = new Observer(() => 0, [sink]);
    const all = Array.from({ length: 6 }, () => ({ message: 'x', ip: 0x7f000001, port: 9 }));
    for (const each of all) observer.send(WIRE, each, null, 0);
    observer.sent(all[0].event, 0);
    observer.discarded(all[5].event);
    observer.sent(all[2].event, -13);
    observer.end();
    assert.equal(told.pop(), 'end');
    observer.discarded(all[4].event); // as the end of a light copy does
    told.pop();
    assert.deepEqual(told.map(({ id, error, discarded }) => [id, error, discarded]), [
      [0, 0, null], [5, 0, 'close'], [2, -13, null], [1, 0, 'exit'], [3, 0, 'exit'], [4, 0, 'exit'],
    ]);
  });
});
