'use strict';

// Which file may import which: `npm run check:imports`. Imports point down and have no circles:
// bin -> sim -> lib -> the addon. lint stands alone; it shares the tables of boards and of the runtime with sim.

const OUTSIDE = '^(test|bench|scripts|examples)/';

module.exports = {
  forbidden: [
    { name: 'no circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'lib imports what is below it; process-board.js is the one door to sim, eslint.js the one to lint',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/(process-board|eslint)\\.js$' },
      to: { path: '^(sim|lint|bin)/' },
    },
    {
      name: 'process-board.js opens the door to sim only',
      severity: 'error',
      from: { path: '^lib/process-board\\.js$' },
      to: { path: '^(lint|bin)/' },
    },
    {
      name: 'eslint.js opens the door to lint only',
      severity: 'error',
      from: { path: '^lib/eslint\\.js$' },
      to: { path: '^(sim|bin)/' },
    },
    {
      name: 'sim imports sim and lib; strict.js is the one door to lint',
      severity: 'error',
      from: { path: '^sim/', pathNot: '^sim/board/strict\\.js$' },
      to: { path: '^(lint|bin)/' },
    },
    {
      name: 'lint imports lint and the tables of boards and of the runtime',
      severity: 'error',
      from: { path: '^lint/' },
      to: { path: '^(lib|sim|bin)/', pathNot: '^sim/board/(runtime|table)\\.js$' },
    },
    {
      name: 'what is published imports nothing that is not',
      severity: 'error',
      from: { path: '^(bin|lib|sim|lint)/' },
      to: { path: OUTSIDE },
    },
    {
      name: 'what is published needs no development dependency',
      severity: 'error',
      from: { path: '^(bin|lib|sim|lint)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    },
    { name: 'each import is found', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: { doNotFollow: { path: 'node_modules' } },
};
