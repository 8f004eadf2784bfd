'use strict';

const { passes } = require('./support/child.js');
const neighbour = require('./support/neighbour.js');

describe('beside an addon written with node-addon-api', () => {
  before(function () {
    this.timeout(120000);
    neighbour.build();
  });

  it('each refuses the other\'s objects, and works', () => passes('neighbour.js', ['main']));
  it('the same in workers and beside them', () => passes('neighbour.js', ['worker']));
});
