'use strict';

// From which of this machine's addresses a packet leaves, as far as can be told without asking the system's routes.

const os = require('node:os');

const { toNumber } = require('../../lib/addresses');

const LOOPBACK = toNumber('127.0.0.1');

/** So many peers are remembered. */
const KNOWN_MAX = 1000;

const known = new Map(); // by the address of the peer

function find(peer) {
  if (peer >>> 24 === 127) return LOOPBACK;
  const all = Object.values(os.networkInterfaces()).flat().filter(({ family }) => family === 'IPv4')
    .map(({ address, netmask, internal }) => ({ ip: toNumber(address), mask: toNumber(netmask), internal }));
  const own = all.find(({ ip }) => ip === peer);
  const near = all.find(({ ip, mask }) => ((ip ^ peer) & mask) === 0);
  return (own ?? near ?? all.find(({ internal }) => !internal) ?? { ip: LOOPBACK }).ip;
}

/**
 * The address that a packet has as its source when a socket that is bound to all addresses sends it: that of the
 * interface whose network the peer is in, or of the first one that is not the loopback interface.
 *
 * @param {number} peer an IPv4 address
 * @returns {number} the same
 */
function sourceAddress(peer) {
  if (!known.has(peer)) {
    if (known.size === KNOWN_MAX) known.clear();
    known.set(peer, find(peer));
  }
  return known.get(peer);
}

module.exports = { sourceAddress };
