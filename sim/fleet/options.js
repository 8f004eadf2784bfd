'use strict';

// The options of a fleet. They are the command's alone: no variable sets them, since a copy must not start a fleet.

const { duration, flag, frequency, integer } = require('../spelling');
const { LARGEST_FLEET } = require('./limits');

/** Random streams and simulated networks take an index of 32 bits. */
const LARGEST_INDEX = 2 ** 32 - 1;

const SHORTEST_PATIENCE = 100; // ms: so much the start of a copy may take

/** In the order of the command's help; the fields are those of a condition (sim/network/conditions.js), and
 * `without`, an option with which it does nothing, and why. */
const FLEET_OPTIONS = {
  fleet: {
    option: 'N',
    help: 'run N copies of the script',
    read: integer(1, LARGEST_FLEET),
    expected: `a number of copies from 1 to ${LARGEST_FLEET}`,
  },
  isolate: {
    help: 'give each copy a thread, and so all of Node.js',
    read: flag,
    expected: 'true or false',
    default: false,
    needs: 'fleet',
  },
  ramp: {
    option: '100/s',
    help: 'start so many copies a second at most',
    read: frequency,
    expected: 'a number of copies a second such as 100/s or 0.5/s',
    default: null,
    needs: 'fleet',
  },
  together: {
    help: 'no copy goes on to use dgram before all are up',
    read: flag,
    expected: 'true or false',
    default: false,
    needs: 'fleet',
  },
  first: {
    option: 'N',
    help: 'the index of the first copy: for a share of a larger\nfleet (default 0)',
    read: integer(0, LARGEST_INDEX),
    expected: `the index of a copy, from 0 to ${LARGEST_INDEX}`,
    default: 0,
    needs: 'fleet',
  },
  patience: {
    option: '5s',
    help: 'end a copy that keeps its thread from the others for so\nlong, as an endless loop does (default 5s)',
    read: duration(SHORTEST_PATIENCE),
    expected: `a time such as 5s or 500ms, from ${SHORTEST_PATIENCE}ms to an hour`,
    default: 5000,
    needs: 'fleet',
    without: ['isolate', 'each copy has a thread of its own'],
  },
};

module.exports = { FLEET_OPTIONS, LARGEST_INDEX };
