'use strict';

/** How a datagram, or one copy of it, ended. The page has them as numbers: their places in this list. */
const FATES = ['arrived', 'left', 'lost', 'refused', 'discarded', 'underWay', 'unseen'];

const [ARRIVED, LEFT, LOST, REFUSED, DISCARDED, UNDER_WAY, UNSEEN] = FATES.keys();

/** What is said of each, where the capture gives no reason. */
const TEXTS = {
  [ARRIVED]: 'arrived',
  [LEFT]: 'left; the other end is not recorded',
  [LOST]: 'lost',
  [REFUSED]: 'refused',
  [DISCARDED]: 'discarded',
  [UNDER_WAY]: 'still under way at the end',
  [UNSEEN]: 'not seen to arrive',
};

module.exports = { ARRIVED, DISCARDED, FATES, LEFT, LOST, REFUSED, TEXTS, UNDER_WAY, UNSEEN };
