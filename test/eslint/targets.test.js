'use strict';

// Every cell of the platform table.

const assert = require('node:assert/strict');

const { Linter } = require('eslint');

const plugin = require('../../lint');
const { boards } = require('../../sim/board/boards.json');
const { apiKeys, targetNames } = require('../../sim/board/table.js');
const { SOCKET, check } = require('./support/tester.js');

const NAMES = targetNames();

/** A script that uses one row of the table and no other. */
function scriptFor(name) {
  return name === 'createSocket' ? "require('dgram').createSocket('udp4');"
    : `function f(fake) { ${SOCKET}socket.${name}(1); fake.${name}(1); }`;
}

function lint(options) {
  const linter = new Linter({ configType: 'flat' });
  return linter.verify(SOCKET, {
    plugins: { 'iotjs-dgram': plugin }, rules: { 'iotjs-dgram/supported': ['error', options] },
  });
}

for (const api of apiKeys()) {
  const name = api.replace('Socket.', '');
  const code = name === 'send' ? scriptFor(name).replaceAll('(1)', "('a', 1, 'b')") : scriptFor(name);
  const marked = (isX) => NAMES.filter((target) => (boards[target].apis[api] === 'X') === isX);
  const without = marked(true);

  check(`dgram.${api}`, [
    code,
    { code, options: [{}], name: 'no targets' },
    ...marked(false).map((target) => ({ code, options: [{ targets: [target] }], name: `there on ${target}` })),
    { code, options: [{ targets: NAMES, allow: [name] }], name: 'allowed' },
  ], without.length === 0 ? [] : [
    ...without.map((target) => [
      { code, options: [{ targets: [target] }], name: `not on ${target}` },
      { messageId: 'target', data: { api, name, targets: target } },
    ]),
    [
      { code, options: [{ targets: [...NAMES].reverse(), allow: ['send'] }], name: 'in the order of the table' },
      { messageId: 'target', data: { api, name, targets: without.join(', ') } },
    ],
  ]);
}

check('sendto(), which the table has no row for', [
  { code: `${SOCKET}socket.sendto('a', 0, 1, 1, 'b');`, options: [{ targets: NAMES }] },
]);

check('targets in all forms of use', [], [
  `${SOCKET}socket.setTTL(1);`,
  `${SOCKET}socket['setTTL'](1);`,
  `${SOCKET}socket?.setTTL(1);`,
  `${SOCKET}const { setTTL } = socket;`,
  `${SOCKET}socket.bind(1, function () { this.setTTL(1); });`,
  `${SOCKET}f(socket.setTTL);`,
  `${SOCKET}dgram.Socket.prototype.setTTL.call(x, 1);`,
].map((code) => [{ code, options: [{ targets: ['tizen-rpi', 'linux'] }] }, {
  message: 'dgram.Socket.setTTL is not supported on tizen-rpi. If your board has it, ' +
    'name setTTL in the option "allow".',
}]));

describe('the options', () => {
  for (const [what, options] of Object.entries({
    'a target that the table does not have': { targets: ['windows'] },
    'a target that is no string': { targets: [1] },
    'a target twice': { targets: ['linux', 'linux'] },
    'one target without brackets': { targets: 'linux' },
    'an API that the table does not have': { allow: ['unref'] },
    'an option that there is not': { target: ['linux'] },
  })) {
    it(`refuse ${what}`, () => assert.throws(() => lint(options), /iotjs-dgram\/supported/));
  }

  it('take all targets and APIs of the table', () => {
    const allow = apiKeys().map((api) => api.replace('Socket.', ''));
    assert.deepEqual(lint({ targets: NAMES, allow }), []);
  });
});
