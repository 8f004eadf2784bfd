'use strict';

const fs = require('node:fs');
const path = require('node:path');

const README = path.join(path.dirname(__dirname), 'README.md');

/** @returns {{code: string, output: string}} the first script of the README, and what it prints */
function firstScript() {
  const [, code] = /^## A first script$[^]*?^```js\n([^]*?)^```$/m.exec(fs.readFileSync(README, 'utf8'));
  const [, line] = /\/\/ prints: (.*)$/m.exec(code);
  return { code, output: `${line}\n` };
}

module.exports = { firstScript };
