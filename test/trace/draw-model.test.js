'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');

const { prepareCapture } = require('../../sim/trace/capture');
const { readCapture } = require('../../sim/trace/capture/reader');
const { modelOf } = require('../../sim/trace/draw/model');
const { FATES } = require('../../sim/trace/draw/page/fates');
const { Payloads } = require('../../sim/trace/draw/payloads');
const { Records } = require('../../sim/trace/draw/records');
const { makeDirectory, removeProjects } = require('../support/project.js');
const { LOOPBACK, record, recordCopy } = require('./support/story.js');

const SENSOR = 40001;
const GATEWAY = 41234;
const OTHER = 9999;
const GROUP = { ip: 0xe0000001, port: GATEWAY };

const there = { local: SENSOR, peer: GATEWAY, bytes: 'reading' };
const atGateway = { ...there, local: GATEWAY, peer: SENSOR };
const answer = { ...atGateway, bytes: 'got it' };
const atSensor = { ...there, bytes: 'got it' };

describe('the model of a picture', () => {
  let directory;

  beforeEach(() => {
    directory = makeDirectory({});
  });
  after(removeProjects);

  const file = (name) => path.join(directory, `${name}.pcapng`);

  /** The model of what a board does, and of what the gateway does, recorded to a file of its own. */
  function modelOfRun(sensorDoes, gatewayDoes) {
    const files = [];
    for (const [name, does] of [['sensor.js', sensorDoes], ['gateway.js', gatewayDoes]]) {
      if (does === undefined) continue;
      const board = record(file(name), name);
      does(board);
      board.end();
      files.push(file(name));
    }
    return modelOfFiles(files);
  }

  function modelOfFiles(files) {
    const records = new Records();
    for (const each of files) {
      for (const packet of readCapture(each)) records.add(packet, path.basename(each));
    }
    return modelOf(records);
  }

  /** The arrows as objects; times to a tenth of a millisecond, unknown ones left out. */
  function arrowsOf({ arrows, columns, boards, reasons }) {
    const nameOf = (column) => {
      const { board, port } = columns[column];
      return board === -1 ? port : boards[board];
    };
    return Array.from(arrows.from, (_, i) => {
      const arrow = { from: nameOf(arrows.from[i]), to: nameOf(arrows.to[i]), fate: FATES[arrows.fate[i]] };
      for (const name of ['sent', 'left', 'came', 'arrived']) {
        if (!Number.isNaN(arrows[name][i])) arrow[name] = Math.round(arrows[name][i] * 10) / 10;
      }
      for (const name of ['original', 'again', 'answers']) if (arrows[name][i] !== -1) arrow[name] = arrows[name][i];
      for (const name of ['isDuplicate', 'isOvertaken']) if (arrows[name][i] === 1) arrow[name] = true;
      if (arrows.reason[i] !== 0) arrow.reason = reasons[arrows.reason[i]];
      return arrow;
    });
  }

  const out = { from: 'sensor.js', to: GATEWAY, sent: 0 };
  const whole = { from: 'sensor.js', to: 'gateway.js', sent: 0 };

  it('has a column for each socket and peer, in the order in which they are first used', () => {
    const { boards, columns } = modelOfRun((sensor) => {
      sensor.send(0, { ...there, socket: 1, local: 40002, peer: OTHER });
      sensor.send(1, there);
      sensor.send(2, { ...there, local: { ip: LOOPBACK + 1, port: SENSOR } });
      sensor.send(3, { ...there, socket: 2, local: { ip: LOOPBACK + 2, port: SENSOR } });
    });
    assert.deepEqual(boards, ['sensor.js']);
    assert.deepEqual(columns.map(({ board, port }) => [board, port]),
      [[0, 40002], [-1, OTHER], [0, SENSOR], [-1, GATEWAY], [0, SENSOR]]);
  });

  it('ends an arrow to a peer that is not recorded when it has left', () => {
    const model = modelOfRun((sensor) => {
      sensor.send(0, there);
      sensor.send(100, { ...there, peer: OTHER, delays: [40] });
    });
    assert.deepEqual(arrowsOf(model), [
      { ...out, fate: 'left', left: 0 }, { ...out, to: OTHER, fate: 'left', sent: 100, left: 140 },
    ]);
  });

  it('begins an arrow from such a peer when it came', () => {
    const model = modelOfRun((sensor) => sensor.receive(0, { ...atSensor, delays: [30] }));
    assert.deepEqual(arrowsOf(model), [{ from: GATEWAY, to: 'sensor.js', fate: 'arrived', came: 0, arrived: 30 }]);
  });

  it('makes one arrow of what both ends have recorded', () => {
    const model = modelOfRun((sensor) => sensor.send(0, { ...there, delays: [40] }),
      (gateway) => gateway.receive(41, { ...atGateway, delays: [10] }));
    assert.deepEqual(arrowsOf(model), [{ ...whole, fate: 'arrived', left: 40, came: 41, arrived: 51 }]);
  });

  it('tells which network lost a datagram, and why', () => {
    const model = modelOfRun((sensor) => {
      sensor.send(0, { ...there, lost: 'lost' });
      sensor.send(1, { ...there, bytes: 'second' });
    }, (gateway) => gateway.receive(2, { ...atGateway, bytes: 'second', lost: 'overflowed' }));
    assert.deepEqual(arrowsOf(model), [
      { ...whole, to: 'gateway.js', fate: 'lost', reason: 'lost (chance)' },
      { ...whole, sent: 1, left: 1, came: 2, fate: 'lost', reason: 'lost (queue full)' },
    ]);
  });

  it('tells what was refused and what was discarded', () => {
    const model = modelOfRun((sensor) => {
      sensor.send(0, { ...there, error: -13 });
      sensor.send(1, { ...there, bytes: 'b', discarded: 'close', delays: [] });
    });
    assert.deepEqual(arrowsOf(model).map(({ fate, reason }) => [fate, reason]),
      [['refused', 'refused: EACCES'], ['discarded', 'discarded by close()']]);
  });

  it('tells what was discarded when it was to be given to the script', () => {
    const model = modelOfRun((sensor) => sensor.receive(0, { ...atSensor, delays: [30], isClosed: true }));
    assert.deepEqual(arrowsOf(model), [
      { from: GATEWAY, to: 'sensor.js', came: 0, fate: 'discarded', reason: 'discarded by close()' },
    ]);
  });

  it('tells what was still under way, and what its receiver has not seen', () => {
    const model = modelOfRun((sensor) => {
      sensor.send(0, there);
      sensor.send(1, { ...there, bytes: 'late', delays: [50], isCut: true });
    }, (gateway) => gateway.receive(3, { ...atGateway, bytes: 'something else', peer: OTHER }));
    assert.deepEqual(arrowsOf(model).map(({ fate }) => fate), ['unseen', 'underWay', 'arrived']);
  });

  it('relates duplicates to their originals, whichever network made them', () => {
    const model = modelOfRun((sensor) => sensor.send(0, { ...there, delays: [20, 40] }), (gateway) => {
      gateway.receive(20, { ...atGateway, delays: [0, 5] });
      gateway.receive(40, atGateway);
    });
    assert.deepEqual(arrowsOf(model), [
      { ...whole, fate: 'arrived', left: 20, came: 20, arrived: 20 },
      { ...whole, fate: 'arrived', left: 40, came: 40, arrived: 40, original: 0, isDuplicate: true },
      { ...whole, fate: 'arrived', left: 20, came: 20, arrived: 25, original: 0, isDuplicate: true },
    ]);
  });

  it('marks what was overtaken', () => {
    const model = modelOfRun((sensor) => sensor.send(0, { ...there, delays: [20], overtaken: true }));
    assert.deepEqual(arrowsOf(model), [{ ...out, fate: 'left', left: 20, isOvertaken: true }]);
  });

  it('matches equal datagrams in order, and by time where some never arrived', () => {
    const model = modelOfRun((sensor) => [0, 1000, 2000].forEach((time) => sensor.send(time, there)),
      (gateway) => [1001, 2001].forEach((time) => gateway.receive(time, atGateway)));
    assert.deepEqual(arrowsOf(model).map(({ sent, arrived }) => [sent, arrived]),
      [[0, undefined], [1000, 1001], [2000, 2001]]);
  });

  it('finds what was sent again, and what answers what', () => {
    const model = modelOfRun((sensor) => {
      sensor.send(0, { ...there, lost: 'lost' });
      sensor.send(1000, there);
      sensor.receive(1010, atSensor);
      sensor.send(2000, there); // the same bytes, but there was an answer
      sensor.receive(2015, atSensor);
    }, (gateway) => {
      gateway.receive(1001, atGateway);
      gateway.send(1002, answer);
      gateway.receive(2001, atGateway);
      gateway.send(2002, answer);
      gateway.send(2003, { ...answer, bytes: 'by the way' });
    });
    const related = arrowsOf(model).map(({ sent, again, answers }) => ({ sent, again, answers }));
    assert.deepEqual(related, [
      { sent: 0, again: undefined, answers: undefined },
      { sent: 1000, again: 0, answers: undefined },
      { sent: 1002, again: undefined, answers: 1 },
      { sent: 2000, again: undefined, answers: undefined },
      { sent: 2002, again: undefined, answers: 3 },
      { sent: 2003, again: undefined, answers: undefined },
    ]);
  });

  it('makes an arrow to each receiver of a group', () => {
    const toGroup = { ...there, peer: GROUP };
    prepareCapture({ file: file('fleet'), name: 'member.js', first: 0, count: 2 });
    const members = [0, 1].map((index) => recordCopy(file('fleet'), 'member.js', index));
    const sensor = record(file('sensor'), 'sensor.js');
    sensor.send(0, toGroup);
    sensor.send(10, { ...toGroup, bytes: 'nobody hears it' });
    members.forEach((member, i) => member.receive(1 + i, { ...atGateway, local: { ip: LOOPBACK + i, port: GATEWAY } }));
    for (const board of [...members, sensor]) board.end();
    assert.deepEqual(arrowsOf(modelOfFiles([file('sensor'), file('fleet')])), [
      { ...whole, to: 'member.js #0', fate: 'arrived', left: 0, came: 1, arrived: 1 },
      { ...whole, to: 'member.js #1', fate: 'arrived', left: 0, came: 2, arrived: 2, original: 0 },
      { ...out, sent: 10, fate: 'left', left: 10 },
    ]);
  });

  it('tells boards of the same name in several files apart', () => {
    for (const name of ['a', 'b']) {
      const board = record(file(name), 'sensor.js');
      board.send(0, { ...there, local: name === 'a' ? 1 : 2 });
      board.end();
    }
    const { boards, columns } = modelOfFiles([file('a'), file('b')]);
    assert.deepEqual(boards, ['sensor.js (a.pcapng)', 'sensor.js (b.pcapng)']);
    assert.equal(columns.length, 3);
  });

  it('takes captures of other programs, which do not say in which direction a packet went', () => {
    const records = new Records();
    const end = (port) => ({ ip: LOOPBACK, port });
    const packet = { interface: 'lo', isOut: null, socket: null, ttl: 64, size: 2, bytes: Buffer.from('hi'), id: null };
    records.add({ ...packet, time: 5, src: end(1), dst: end(2), comment: null });
    records.add({ ...packet, time: 6, src: end(2), dst: end(1), comment: 'somebody wrote this' });
    assert.deepEqual(arrowsOf(modelOf(records)), [
      { from: 1, to: 2, fate: 'arrived', sent: 0, arrived: 0 },
      { from: 2, to: 1, fate: 'arrived', sent: 1, arrived: 1, answers: 0 },
    ]);
  });

  it('is empty without packets', () => {
    assert.deepEqual(arrowsOf(modelOf(new Records())), []);
  });

  it('keeps equal payloads once, and of those that have no room the beginning', () => {
    const payloads = new Payloads(1000);
    const [long, other, short] = [Buffer.alloc(900, 1), Buffer.alloc(900, 2), Buffer.from('short')];
    assert.deepEqual([long, short, long, other, short, Buffer.alloc(0)].map((bytes) => payloads.add(bytes)),
      [0, 1, 0, 2, 1, 3]);
    const { bytes, ends } = payloads.joined();
    assert.deepEqual([...ends], [900, 905, 969, 969]);
    assert.deepEqual(bytes, Buffer.concat([long, short, other.subarray(0, 64)]));
  });

  it('of 100,000 datagrams takes one pass over arrays', function () {
    this.timeout(120000);
    const records = new Records();
    const packet = {
      interface: 'a.js', isOut: true, socket: 0, ttl: 64, size: 2, bytes: Buffer.from('hi'), comment: null,
    };
    const end = (port) => ({ ip: LOOPBACK, port });
    // All alike, and none arrives: the worst case of matching.
    for (let id = 0; id < 100000; id++) records.add({ ...packet, id, time: id / 10, src: end(1), dst: end(2) });
    records.add({ ...packet, isOut: false, id: 0, time: 20000, interface: 'b.js', src: end(1), dst: end(2) });
    const { arrows } = modelOf(records);
    assert.equal(arrows.from.length, 100000);
    assert.equal(arrows.fate.filter((fate) => FATES[fate] === 'arrived').length, 1);
  });
});
