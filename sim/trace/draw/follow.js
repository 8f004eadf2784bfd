'use strict';

// What one datagram has to do with those before it: what was sent again, and what is an answer.

const { ARRIVED, LEFT } = require('./page/fates');

const PAIRS = 2 ** 26; // more than columns: from * PAIRS + to is exact

/**
 * Sets `again` of each arrow to the one whose bytes it sends again to the same peer, from which nothing new has come
 * since. Sets `answers` to the one that it answers: the last that came from there before it was sent, if that is no
 * answer itself and has not been answered. Both are null where there is none.
 *
 * @param {object[]} arrows in the order in which they begin, with `payload`
 */
function follow(arrows) {
  const sentBefore = new Map();
  const news = new Map();
  const questions = new Map();
  for (const [moment, { arrow, isEnd }] of eventsOf(arrows).entries()) {
    const there = arrow.from * PAIRS + arrow.to;
    const back = arrow.to * PAIRS + arrow.from;
    if (isEnd) {
      if (arrow.answers === null) questions.set(there, arrow);
      if (arrow.again === null) news.set(there, moment);
    } else {
      arrow.answers = questions.get(back) ?? null;
      questions.delete(back);
      const key = `${there},${arrow.payload}`;
      const before = sentBefore.get(key);
      if (before !== undefined && before.moment > (news.get(back) ?? -1)) arrow.again = before.arrow;
      sentBefore.set(key, { arrow, moment });
    }
  }
}

/** The beginning and the end of each datagram, but for duplicates, in the order of their times. */
function eventsOf(arrows) {
  const events = [];
  for (const arrow of arrows) {
    arrow.again = null;
    arrow.answers = null;
    if (arrow.original !== null) continue;
    events.push({ arrow, isEnd: false, time: arrow.begin });
    // Nobody knows when it is there if that end is not recorded: as soon as it has left.
    if (arrow.fate === ARRIVED || arrow.fate === LEFT) events.push({ arrow, isEnd: true, time: arrow.end });
  }
  return events.sort((a, b) => a.time - b.time);
}

module.exports = { follow };
