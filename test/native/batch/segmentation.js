'use strict';

// Which datagrams leave together as one segmented send.

const assert = require('node:assert/strict');

const { play } = require('../support/scenarios.js');
const { closed } = require('../support/sockets.js');
const spy = require('./spy.js');
const { Receiver, deliver, messageOf, openSocket, sendAll, times } = require('./traffic.js');

// The sizes of messages sent in one turn to one destination, and what the kernel must be given: the size of a single
// datagram, or `datagrams * segment = bytes`.
const RUNS = [
  [times(1, 10), ['10']],
  [times(2, 10), ['2*10=20']],
  [times(63, 10), ['63*10=630']],
  [times(64, 10), ['64*10=640']],
  [times(65, 10), ['64*10=640', '10']],
  [times(128, 4), ['64*4=256', '64*4=256']],
  [times(129, 4), ['64*4=256', '64*4=256', '4']],
  [times(130, 1), ['64*1=64', '64*1=64', '2*1=2']],
  [[...times(63, 10), 9], ['64*10=639']],
  [[...times(64, 10), 9], ['64*10=640', '9']],
  [[...times(10, 100), 50, ...times(5, 100)], ['11*100=1050', '5*100=500']],
  [[100, 50], ['2*100=150']],
  [[50, 100], ['50', '100']],
  [[100, 99, 98, 97], ['2*100=199', '2*98=195']],
  [[100, 100, 200, 200, 1], ['2*100=200', '3*200=401']],
  [times(50, 1400), ['46*1400=64400', '4*1400=5600']],
  [times(9, 8192), ['7*8192=57344', '2*8192=16384']],
  [times(3, 32500), ['2*32500=65000', '32500']],
  [times(2, 32501), ['32501', '32501']],
  [[40000, 25000], ['2*40000=65000']],
  [[40000, 25001], ['40000', '25001']],
  [times(2, 65000), ['65000', '65000']],
  [times(2, 65507), ['65507', '65507']],
  [[65507, 10, 10], ['65507', '2*10=20']],
  // Nothing but an empty datagram stands for an empty datagram.
  [[0], ['0']],
  [[0, 0, 0], ['0', '0', '0']],
  [[10, 10, 10, 0, 10, 10], ['3*10=30', '0', '2*10=20']],
  [[0, 10, 10], ['0', '2*10=20']],
  [[10, 10, 0], ['2*10=20', '0']],
  [[10, 0, 10], ['10', '0', '10']],
];

function shape({ segment, datagrams, bytes }) {
  return segment === 0 ? `${bytes}` : `${datagrams}*${segment}=${bytes}`;
}

/** What holds of every segmented send. */
function checkRun({ segment, datagrams, bytes, regular }) {
  if (segment === 0) return;
  assert.ok(datagrams >= 2 && datagrams <= 64, `${datagrams} datagrams`);
  assert.ok(bytes <= 65000, `${bytes} bytes`);
  assert.ok(regular, 'the kernel cuts it where the datagrams end');
}

/** The sends of this package to one receiver. */
function sendsTo(receiver) {
  const sends = spy.read().sends.filter(({ to }) => to === `${receiver.address}:${receiver.port}`);
  for (const send of sends) {
    checkRun(send);
    assert.equal(send.error, null);
  }
  // The last one is the receiver's own marker.
  return sends.slice(0, -1);
}

async function segmentsTo(address) {
  const receiver = await Receiver.open(address);
  const socket = await openSocket();
  spy.read();
  await deliver(socket, receiver, times(100, 10));
  const shapes = sendsTo(receiver).map(shape);
  await closed(socket);
  await receiver.close();
  return shapes;
}

play({
  async runs() {
    const receiver = await Receiver.open();
    const socket = await openSocket();
    for (const [sizes, shapes] of RUNS) {
      spy.read();
      await deliver(socket, receiver, sizes);
      assert.deepEqual(sendsTo(receiver).map(shape), shapes, `for ${sizes}`);
    }
    await closed(socket);
    await receiver.close();
  },

  /** Two destinations in turn: each gets a run of its own, in order, also where only the port differs. */
  async destinations() {
    const receivers = await Promise.all(['127.0.0.1', '127.0.0.1', '127.0.0.2'].map((address) =>
      Receiver.open(address)));
    const socket = await openSocket();
    spy.read();
    const sent = receivers.map(() => []);
    const datagrams = [];
    for (let i = 0; i < 90; i++) {
      const which = i % receivers.length;
      const message = messageOf(i, 20);
      sent[which].push(message);
      datagrams.push({ message, to: receivers[which] });
    }
    assert.deepEqual(await sendAll(socket, datagrams), times(90, null));
    const { sends } = spy.read();
    sends.forEach(checkRun);
    assert.deepEqual(sends.map(shape), times(3, '30*20=600'));
    await Promise.all(receivers.map((receiver, i) => receiver.gets(sent[i])));
    await closed(socket);
    await Promise.all(receivers.map((receiver) => receiver.close()));
  },

  /** Prints what 100 datagrams of 10 bytes to these addresses leave as. */
  async shapes(...addresses) {
    for (const address of addresses) {
      const shapes = await segmentsTo(address);
      const plain = shapes.length === 100 && shapes.every((text) => text === '10');
      console.log(`${address} ${plain ? 'plain' : shapes.join(' ')}`);
    }
  },

  /** A kernel that does not know the control message would send a run as one datagram. */
  async unknown() {
    spy.withoutSegments();
    const receiver = await Receiver.open();
    const socket = await openSocket();
    spy.read();
    for (const sizes of [times(100, 10), times(3, 1400)]) await deliver(socket, receiver, sizes);
    assert.ok(spy.read().sends.every(({ segment }) => segment === 0));
    await closed(socket);
    await receiver.close();
  },
});
