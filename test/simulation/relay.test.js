'use strict';

const assert = require('node:assert/strict');

const { Board } = require('../../lib/board.js');
const { Relay } = require('../../sim/network/relay.js');
const { LOOPBACK, boundSocket, closeAll, createSocket, inboxOf } = require('../support/sockets.js');

const LOOPBACK_NUMBER = 0x7f000001;

describe('a relay', () => {
  afterEach(closeAll);

  it('that gave its port up leaves a socket alone that was opened since', async () => {
    const receiver = await boundSocket();
    const inbox = inboxOf(receiver);
    const { port } = receiver.address();
    const copy = (end) => ({
      end,
      drop: () => assert.fail('it had left'),
      datagram: { message: 'late', ip: LOOPBACK_NUMBER, port },
    });

    // Both datagrams leave at once; the script takes the port when the first sender is told and the second is not.
    const local = { ip: LOOPBACK_NUMBER, port: 0, reuseAddr: false, options: new Map() };
    const relay = new Relay(new Board(), local, () => {});
    const bystander = await new Promise((resolve) => {
      let opened;
      relay.send(copy(() => {
        relay.yield();
        opened = createSocket();
        opened.bind(0, LOOPBACK);
      }));
      relay.send(copy(() => resolve(opened)));
    });

    bystander.send('alive', port, LOOPBACK);
    assert.deepEqual(await inbox.untilMarker(bystander), ['late', 'late', 'alive']);
  });
});
