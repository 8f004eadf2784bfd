'use strict';

const assert = require('node:assert/strict');
const { EventEmitter, once } = require('node:events');
const { setImmediate: turn, setTimeout: wait } = require('node:timers/promises');

const { makeDirectory, removeProjects } = require('../support/project.js');
const { endAll } = require('../support/run.js');
const { Fleet } = require('../../sim/fleet/fleet.js');
const { memoryCheck } = require('../../sim/fleet/memory.js');
const { fleet, sorted, startFleet, summaryOf } = require('./support/fleet.js');

const TURNS = 20;

/** Copies of no script: they start and end as the test says. */
class Copies {
  startsAtOnce = 2;
  /** What has happened. */
  log = [];
  members = [];

  make(index) {
    const member = Object.assign(new EventEmitter(), {
      start: () => this.log.push(`start ${index}`),
      interrupt: () => this.log.push(`interrupt ${index}`),
    });
    this.members.push(member);
    return member;
  }

  begin() {
    this.log.push('begin');
  }
}

async function turns() {
  for (let i = 0; i < TURNS; i++) await turn();
}

describe('the start of a fleet', () => {
  after(endAll);
  after(removeProjects);

  let directory;

  before(() => {
    directory = makeDirectory({
      'begun.js': `
        console.log('begun');
        require('dgram');
        console.log('past');`,
      'without.js': 'console.log("begun");',
    });
  });

  describe('with --ramp', () => {
    it('one starts at once, and no further one before its time', async () => {
      const copies = new Copies();
      const slow = new Fleet({ count: 3, ramp: 1e-9, copies });
      slow.start();
      copies.members[0].emit('started');
      await turns();
      assert.deepEqual(copies.log, ['start 0']);
      const ended = once(slow, 'end');
      slow.interrupt('SIGTERM');
      copies.members[0].emit('end', 'stopped');
      await ended;
      assert.deepEqual([slow.unstarted, copies.log], [2, ['start 0', 'interrupt 0', 'begin']]);
    });

    for (const kind of ['light', 'isolated']) {
      it(`all start in the end (${kind} copies)`, async () => {
        const { stdout, stderr, code } = await fleet(directory, [3, 'without.js'], {
          kind, asked: ['--ramp', '50/s'],
        });
        assert.deepEqual(sorted(stdout), ['[0] begun', '[1] begun', '[2] begun']);
        assert.deepEqual([summaryOf(stderr), code], ['3 copies of without.js ended / 3 well', 0]);
      });
    }
  });

  describe('with --together', () => {
    it('copies begin when the last one is up', async () => {
      const copies = new Copies();
      const together = new Fleet({ count: 3, copies });
      together.start();
      copies.members[1].emit('started');
      await turns();
      copies.members[0].emit('started');
      await turns();
      assert.deepEqual(copies.log, ['start 0', 'start 1', 'start 2']);
      copies.members[2].emit('started');
      await turns();
      assert.deepEqual(copies.log.slice(3), ['begin']);
    });

    it('an isolated copy waits in its first require(\'dgram\')', async () => {
      const { stdout, stderr, code } = await fleet(directory, [4, 'begun.js'], {
        kind: 'isolated', asked: ['--together'],
      });
      const words = stdout.trim().split('\n').map((line) => line.split(' ')[1]);
      assert.deepEqual(words, [...Array(4).fill('begun'), ...Array(4).fill('past')]);
      assert.deepEqual([summaryOf(stderr), code], ['4 copies of begun.js ended / 4 well', 0]);
    });

    it('an isolated copy that needs no dgram keeps nobody waiting', async () => {
      const { stdout, code } = await fleet(directory, [4, 'without.js'], { kind: 'isolated', asked: ['--together'] });
      assert.deepEqual([sorted(stdout).length, code], [4, 0]);
    });

    it('light copies run', async () => {
      const { stdout, stderr, code } = await fleet(directory, [4, 'begun.js'], { asked: ['--together'] });
      assert.equal(sorted(stdout).length, 8);
      assert.deepEqual([summaryOf(stderr), code], ['4 copies of begun.js ended / 4 well', 0]);
    });

    it('a light copy has not run before; a signal ends it', async () => {
      const { child, end } = startFleet(directory, [2, 'begun.js'], {
        asked: ['--together', '--ramp', '0.001/s'],
      });
      await wait(1000); // it would have run by then
      child.kill('SIGTERM');
      const { stdout, stderr } = await end;
      assert.equal(stdout, '');
      assert.match(summaryOf(stderr), /1 stopped, 1 never started/);
    });
  });

  describe('tells where the copies will not fit into memory:', () => {
    const MIB = 2 ** 20;

    function toldWith(count, each, free) {
      const said = [];
      let started = 0;
      const check = memoryCheck(count, () => 50 * MIB + started * each, (text) => said.push(text), () => free);
      while (started < count) check(++started);
      return said;
    }

    it('what one takes and what is free', () => {
      assert.deepEqual(toldWith(10000, MIB / 2, 4000 * MIB),
        ['fleet: a copy takes 0.5 MiB; the other 9890 will need 4.8 GiB, and 3.9 GiB are free\n']);
    });

    it('once, and only there', () => {
      assert.deepEqual(toldWith(10000, MIB / 2, 5000 * MIB), []);
      assert.deepEqual(toldWith(109, MIB / 2, 0), []);
      assert.deepEqual(toldWith(10000, NaN, 0), []); // it could not be measured
    });
  });
});
