'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');

const { makeDirectory, removeProjects } = require('../support/project.js');
const { numberOfHosts, shortagesFor, warningsFor } = require('../../sim/fleet/limits.js');
const { SANITIZED } = require('../support/node.js');
const { fleet, fleetOfFiles } = require('./support/fleet.js');

const MAX_MAP_COUNT = '/proc/sys/vm/max_map_count';
const PORT_RANGE = '/proc/sys/net/ipv4/ip_local_port_range';
const MAPPINGS_EACH = process.version.startsWith('v20.') ? 50 : 60;

describe('what a fleet needs of the system', () => {
  after(removeProjects);

  let directory;

  before(() => {
    directory = makeDirectory({
      // Its argument is a directory, in which each has a file once it has counted.
      'bound.js': `
        const dgram = require('dgram');
        const fs = require('fs');
        const socket = dgram.createSocket('udp4');
        socket.bind(0, '127.0.0.1', () => {
          console.log('descriptors', fs.readdirSync('/proc/self/fd').length - 1);
          console.log('mappings', fs.readFileSync('/proc/self/maps', 'utf8').split('\\n').length - 1);
          fs.writeFileSync(process.argv[2] + '/' + index, '');
        });
        // When all have counted.
        const { IOTJS_DGRAM_INDEX: index, IOTJS_DGRAM_FLEET: count } = process.env;
        const timer = setInterval(() => {
          if (fs.readdirSync(process.argv[2]).length < Number(count)) return;
          clearInterval(timer);
          socket.close();
        }, 20);`,
    });
  });

  const HOSTS = numberOfHosts(80);
  const IN_HOSTS = HOSTS === 1 ? 'need' : `in ${HOSTS} processes need, in each,`;

  for (const [kind, count, who, needed] of [
    ['light', 80, `80 copies ${IN_HOSTS}`, Math.max(Math.ceil(80 / HOSTS), 4 * HOSTS) + 40],
    ['isolated', 20, '20 copies need', 160],
  ]) {
    it(`is more open files than it may have: it says how many, and does not start (${kind} copies)`, async () => {
      const { code, stdout, stderr } = await fleetOfFiles(needed - 1, directory, [count, 'bound.js'], kind);
      const allowed = needed - 1;
      assert.deepEqual({ code, stdout, stderr }, {
        code: 1,
        stdout: '',
        stderr: `iotjs-dgram: ${who} ${needed} open files, and a process here may have ${allowed}: ` +
          `ulimit -n ${needed}\n`,
      });
    });

    it(`is enough with as many as it says (${kind} copies)`, async () => {
      const { code, stderr } = await fleetOfFiles(needed, directory, [count, 'bound.js', makeDirectory({})], kind);
      assert.match(stderr, new RegExp(`^fleet: ${count} copies of bound\\.js ended in .* s: ${count} well\\n$`));
      assert.equal(code, 0);
    });
  }

  it('may be more ports than there are to choose from', function () {
    if (!fs.existsSync(PORT_RANGE)) this.skip();
    const [first, last] = fs.readFileSync(PORT_RANGE, 'utf8').split(/\s+/).map(Number);
    const ports = last - first + 1;
    assert.deepEqual(warningsFor(ports), []);
    assert.deepEqual(warningsFor(ports + 1), [`${ports + 1} copies that each bind any port need as many, and there ` +
      `are ${ports} for each address: sysctl -w net.ipv4.ip_local_port_range="1024 65535"`]);
  });

  describe('on Linux, with isolated copies,', () => {
    let counted;

    before(async function countThirty() {
      if (!fs.existsSync(MAX_MAP_COUNT)) this.skip();
      counted = (await fleet(directory, [30, 'bound.js', makeDirectory({})], { kind: 'isolated' })).stdout;
    });

    it('is more memory mappings than it may have: it says how many', () => {
      const allowed = Number(fs.readFileSync(MAX_MAP_COUNT, 'utf8'));
      const most = Math.floor((allowed - 150) / MAPPINGS_EACH);
      const wanted = MAPPINGS_EACH * (most + 1) + 150;
      const ofMappings = (...args) => shortagesFor(...args).filter((text) => text.includes('mappings'));
      assert.deepEqual(ofMappings(most, true), []);
      assert.deepEqual(ofMappings(most + 1, true), [`${most + 1} copies need ${wanted} memory mappings, and a ` +
        `process here may have ${allowed}: sysctl -w vm.max_map_count=${wanted}`]);
      assert.deepEqual(ofMappings(most + 1, false), []);
    });

    /** @returns {number} the most that a copy of thirty has seen of them */
    function mostOf(name) {
      const found = Array.from(counted.matchAll(new RegExp(`${name} (\\d+)`, 'g')), ([, number]) => Number(number));
      assert.equal(found.length, 30);
      return Math.max(...found);
    }

    it('is no more open files than it counts on', () => {
      const most = mostOf('descriptors');
      assert.ok(most <= 6 * 30 + 40, `${most} descriptors`);
    });

    it('is no more memory mappings than it counts on (a sanitizer adds its own)', function counts() {
      if (SANITIZED) this.skip();
      const most = mostOf('mappings');
      assert.ok(most <= MAPPINGS_EACH * 30 + 150, `${most} mappings`);
    });
  });
});
