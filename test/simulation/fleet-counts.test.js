'use strict';

const assert = require('node:assert/strict');

const { makeDirectory, removeProjects } = require('../support/project.js');
const { FLEETS } = require('./support/fleet.js');

for (const { kind, fleet } of FLEETS) describe(`the report of a fleet (${kind} copies)`, () => {
  after(removeProjects);

  let directory;

  before(() => {
    directory = makeDirectory({
      // Sends 10 datagrams to itself, of which it waits for none.
      'sends.js': `
        const dgram = require('dgram');
        const socket = dgram.createSocket('udp4');
        socket.bind(0, '127.0.0.1', () => {
          let left = 10;
          for (let i = 0; i < 10; i++) {
            socket.send('x', socket.address().port, '127.0.0.1', () => {
              if (--left > 0) return;
              if (process.argv[2] === 'exit') process.exit();
              socket.close();
            });
          }
        });`,
      'quiet.js': '',
      'some.js': "if (process.env.IOTJS_DGRAM_INDEX === '1') require('./sends.js');",
    });
  });

  const env = { IOTJS_DGRAM_LOSS: '50%', IOTJS_DGRAM_DIRECTION: 'send', IOTJS_DGRAM_REPORT: '1' };

  function reportOf(stderr) {
    return /^iotjs-dgram: network with --seed (\d+): of (\d+) sent, (\d+) lost \(\3 by chance\), /m.exec(stderr);
  }

  for (const ending of ['by itself', 'exit']) {
    it(`is one line, with what all copies counted (they end: ${ending})`, async () => {
      const { code, stderr } = await fleet(directory, [5, 'sends.js', ending], { env });
      assert.equal(code, 0);
      const [, seed, sent, lost] = reportOf(stderr);
      assert.equal(Number(sent), 50);
      assert.ok(Number(lost) > 0 && Number(lost) < 50, lost);
      assert.equal(stderr.match(/iotjs-dgram: network/g).length, 1);
      // The seed that it names repeats the run.
      const again = await fleet(directory, [5, 'sends.js', ending], { env: { ...env, IOTJS_DGRAM_SEED: seed } });
      assert.equal(reportOf(again.stderr)[0], reportOf(stderr)[0]);
    });
  }

  it('is of networks that change, too', async () => {
    for (const [times, lost] of [['0s-3600s', 20], ['3600s-', 0]]) {
      const { code, stderr } = await fleet(directory, [2, 'sends.js'], {
        env: { ...env, IOTJS_DGRAM_LOSS: `0%/burst 4,100%@${times}` },
      });
      assert.equal(code, 0);
      assert.match(stderr, new RegExp(`: of 20 sent, ${lost} lost`));
    }
  });

  it('says so where no copy has made a socket, and the likely reason', async () => {
    const { code, stderr } = await fleet(directory, [3, 'quiet.js'], { env });
    assert.equal(code, 0);
    assert.match(stderr, /^fleet: .*\niotjs-dgram: network: nothing to report, since no copy has .*node:dgram.*\n$/);
  });

  it('is of the copies that have made one', async () => {
    const { stderr } = await fleet(directory, [3, 'some.js'], { env });
    assert.match(stderr, /^fleet: .*\niotjs-dgram: network with --seed \d+: of 10 sent, .*\nfleet: messages of a copy/);
  });

  it('is not there when nothing was simulated', async () => {
    const { stderr } = await fleet(directory, [2, 'sends.js']);
    assert.match(stderr, /^fleet: .*\n$/);
  });
});
