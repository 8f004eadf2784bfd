'use strict';

// Links on a simulated clock, for tests.

const settings = require('../../../sim/board/settings.js');
const { Flow, Link, Passage } = require('../../../sim/network/link.js');
const { Schedule } = require('../../../sim/network/schedule.js');
const { SimulatedClock } = require('./clock.js');

const KEY = [7, 0, 0]; // seed, board, direction

/**
 * A link that writes down what comes out, as [name, time], and the names of what is lost.
 *
 * @param {object} spelled conditions
 * @param {SimulatedClock} [clock]
 * @returns {object} `take(name, size, flow)` gives it a datagram and returns its passage
 */
function makeLink(spelled, clock = new SimulatedClock()) {
  const link = new Link(settings.read(spelled), KEY, new Schedule(clock));
  const flow = new Flow(0);
  const arrived = [];
  const lost = [];
  const take = (name, size = 64, on = flow) => {
    const passage = new Passage(on, size);
    passage.arrive = () => arrived.push([name, clock.now()]);
    passage.lose = () => lost.push(name);
    const fate = link.judge(on, size);
    if (fate === null) passage.arrive();
    else link.take(passage, fate);
    if (fate !== null && fate.lost !== null) lost.push(name);
    return passage;
  };
  return { arrived, clock, flow, link, lost, take };
}

module.exports = { KEY, makeLink };
