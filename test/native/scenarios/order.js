'use strict';

// Messages to one destination leave in the order in which they were sent, from whichever sockets.

const assert = require('node:assert/strict');
const { setImmediate: nextTurn } = require('node:timers/promises');

const faults = require('../support/faults.js');
const { randomNumbers } = require('../support/random.js');
const { play } = require('../support/scenarios.js');
const { bound, closed } = require('../support/sockets.js');

const LOOPBACK = '127.0.0.1';

/** Receivers and what each has got, as numbers. */
async function inboxes(count) {
  const all = [];
  for (let i = 0; i < count; i++) {
    const received = [];
    const socket = await bound((message) => received.push(parseInt(message, 10)));
    all.push({ socket, received, port: socket.address().port });
  }
  return all;
}

const ascending = (numbers) => numbers.every((number, i) => i === 0 || numbers[i - 1] < number);

play({
  /** Any sockets, any destinations, any sizes, in bursts of any length; also without callbacks. */
  async random(seed, limit) {
    const random = randomNumbers(Number(seed));
    const senders = await Promise.all(Array.from({ length: 7 }, () => bound()));
    const boxes = await inboxes(4);
    let sent = 0;
    let ended = 0;
    let calledBack = 0;
    for (let round = 0; round < 60; round++) {
      const burst = 1 + random(round % 10 === 0 ? 200 : 40);
      for (let i = 0; i < burst; i++) {
        const text = String(sent++).padEnd(random(2) ? 8 : 1 + random(30));
        const sender = senders[random(1 + random(senders.length))];
        const { port } = boxes[random(1 + random(boxes.length))];
        if (random(3) === 0) {
          sender.send(text, port, LOOPBACK);
        } else {
          calledBack++;
          sender.send(text, port, LOOPBACK, (error) => {
            assert.equal(error, null);
            ended++;
          });
        }
      }
      if (limit === 'full') faults.full(1 + random(3), faults.EAGAIN, random(5));
      const arrived = () => boxes.reduce((sum, { received }) => sum + received.length, 0);
      while (ended < calledBack || arrived() < sent) await nextTurn();
    }
    for (const { received } of boxes) assert.ok(ascending(received), received.join());
    await closed(...senders, ...boxes.map(({ socket }) => socket));
  },

  /**
   * One socket's kernel buffer is full: what others send to the same destination waits behind it, the rest does not.
   */
  async 'behind-full'() {
    const [one, other] = [await bound(), await bound()];
    const [same, elsewhere] = await inboxes(2);
    faults.full();
    one.send('0', same.port, LOOPBACK);
    await faults.untilFoundFull();
    faults.roomAgain(); // the socket itself waits for the system to say so
    other.send('2', elsewhere.port, LOOPBACK);
    other.send('1', same.port, LOOPBACK);
    other.send('3', elsewhere.port, LOOPBACK);
    while (same.received.length < 2 || elsewhere.received.length < 2) await nextTurn();
    assert.deepEqual([same.received, elsewhere.received], [[0, 1], [2, 3]]);
    await closed(one, other, same.socket, elsewhere.socket);
  },

  /** The socket that is waited for is closed: the others go on. */
  async 'behind-closed'() {
    const [one, other] = [await bound(), await bound()];
    const [same] = await inboxes(1);
    process.removeAllListeners('warning');
    faults.full();
    one.send('0', same.port, LOOPBACK);
    await faults.untilFoundFull();
    other.send('1', same.port, LOOPBACK);
    await nextTurn();
    await nextTurn();
    faults.roomAgain();
    assert.deepEqual(same.received, []);
    one.close();
    while (same.received.length < 1) await nextTurn();
    assert.deepEqual(same.received, [1]);
    await closed(other, same.socket);
  },
});
