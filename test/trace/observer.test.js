'use strict';

const assert = require('node:assert/strict');

const { Observer } = require('../../sim/trace/observer.js');

const WIRE = { socket: 0, address: { ip: 0x7f000001, port: 1000 }, option: () => undefined };

describe('an observer of datagrams', () => {
  let told;
  let observer;
  let all;

  function send(count) {
    for (let i = 0; i < count; i++) {
      const datagram = { message: 'x', ip: 0x7f000001, port: 9 };
      all.push(datagram);
      observer.send(WIRE, datagram, null, 0);
    }
  }

  beforeEach(() => {
    told = [];
    all = [];
    observer = new Observer(() => 0, [{ event: (event) => told.push({ ...event }), end: () => told.push('end') }]);
  });

  const summary = () => told.map(({ id, error, discarded }) => [id, error, discarded]);

  it('tells what has not left when the script ends, once each and in order', () => {
    send(2);
    observer.sent(all[0].event, 0);
    observer.sent(all[1].event, -13);
    send(4);
    observer.discarded(all[3].event);
    observer.end();
    assert.equal(told.pop(), 'end');
    observer.discarded(all[4].event); // as the end of a light copy does
    assert.deepEqual(summary(), [
      [0, 0, null], [1, -13, null], [3, 0, 'close'], [2, 0, 'exit'], [4, 0, 'exit'], [5, 0, 'exit'],
    ]);
  });

  it('knows that others have left along with the one in whose callback the script ends', () => {
    send(3);
    observer.sent(all[1].event, 0);
    send(1);
    observer.end();
    told.pop();
    assert.deepEqual(summary(), [[1, 0, null], [0, 0, null], [2, 0, null], [3, 0, 'exit']]);
  });
});
