'use strict';

const assert = require('node:assert/strict');

const { makeDirectory, removeProjects } = require('../support/project.js');
const { randomOf } = require('../../sim/fleet/random-stream.js');
const { FLEETS, sorted } = require('./support/fleet.js');

for (const { kind, fleet } of FLEETS) describe(`chance in a fleet (${kind} copies)`, () => {
  after(removeProjects);

  let directory;

  before(() => {
    directory = makeDirectory({
      'random.js': 'console.log(Math.random(), Math.random());',
      'seed.js': 'console.log(process.env.IOTJS_DGRAM_SEED);',
    });
  });

  async function draw(count, env) {
    return sorted((await fleet(directory, [count, 'random.js'], { env })).stdout);
  }

  function numbersOf(lines) {
    return lines.map((line) => line.split('] ')[1]);
  }

  it('is repeated with the same seed, whatever the size of the fleet', async () => {
    const first = await draw(4, { IOTJS_DGRAM_SEED: '7' });
    assert.deepEqual(await draw(4, { IOTJS_DGRAM_SEED: '7' }), first);
    assert.deepEqual(await draw(6, { IOTJS_DGRAM_SEED: '7' }).then((lines) => lines.slice(0, 4)), first);
  });

  it('is another one in each copy, and with each seed', async () => {
    const all = [...await draw(4, { IOTJS_DGRAM_SEED: '7' }), ...await draw(4, { IOTJS_DGRAM_SEED: '8' })];
    assert.equal(new Set(numbersOf(all).flatMap((line) => line.split(' '))).size, 16);
  });

  it('is not repeated without a seed', async () => {
    assert.equal(new Set(numbersOf([...await draw(2), ...await draw(2)])).size, 4);
  });

  describe('has a seed', () => {
    async function seeds(env) {
      const lines = sorted((await fleet(directory, [3, 'seed.js'], { env })).stdout);
      return [...new Set(numbersOf(lines))];
    }

    for (const [name, value] of Object.entries({ LOSS: '5%', DELAY: '1ms', DUPLICATE: '1%', REORDER: '1%' })) {
      it(`that all copies share, where the network is simulated (${name})`, async () => {
        const [seed, ...others] = await seeds({ [`IOTJS_DGRAM_${name}`]: value });
        assert.match(seed, /^\d+$/);
        assert.ok(Number(seed) < 2 ** 32);
        assert.deepEqual(others, []);
        assert.notEqual((await seeds({ [`IOTJS_DGRAM_${name}`]: value }))[0], seed);
      });
    }

    it('that is the given one', async () =>
      assert.deepEqual(await seeds({ IOTJS_DGRAM_LOSS: '5%', IOTJS_DGRAM_SEED: '12' }), ['12']));

    it('only then', async () => assert.deepEqual(await seeds({}), ['undefined']));
  });
});

describe('the random stream of a copy', () => {
  it('is as even as chance is', () => {
    const random = randomOf(1, 2);
    const counts = new Array(10).fill(0);
    for (let i = 0; i < 100000; i++) counts[Math.floor(random() * 10)]++;
    // Six standard deviations; an index out of 0 to 9 would be NaN.
    for (const count of counts) assert.ok(Math.abs(count - 10000) < 570, `${counts}`);
    assert.equal(counts.length, 10);
  });

  it('has 53 bits', () => {
    const random = randomOf(1, 2);
    const scaled = Array.from({ length: 100 }, () => random() * 2 ** 53);
    assert.ok(scaled.every(Number.isInteger));
    assert.ok(scaled.some((number) => number % 2 === 1));
  });
});
