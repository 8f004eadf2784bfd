'use strict';

// Checks the Kubernetes manifests in examples/ offline: `npm run lint:manifests`. kubernetes-models has the schemas of
// Kubernetes' OpenAPI description as functions, which check values and what is required, and as types, by which the
// TypeScript compiler finds fields that there are not.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const yaml = require('js-yaml');

const { install } = require('./registry.js');
const { ROOT, capture } = require('./variant.js');

const EXAMPLES = path.join(ROOT, 'examples');
const COMPILER = path.join(path.dirname(require.resolve('typescript/package.json')), 'lib', 'tsc.js');

const PACKAGE = 'kubernetes-models';
const VERSION = '4.5.1'; // the last one for Node.js 20

/** @returns {string[]} what its values have wrong */
function checkValues(models, manifest) {
  const { apiVersion, kind } = manifest;
  try {
    const { [kind]: Model } = require(path.join(models, apiVersion, kind));
    new Model(manifest).validate();
    return [];
  } catch (error) {
    return [error.message.split('\n', 1)[0]];
  }
}

/** @returns {string[]} which of its fields there are not */
function checkFields(models, manifest) {
  const { apiVersion, kind } = manifest;
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'iotjs-dgram-manifest-'));
  const file = path.join(directory, 'manifest.mts');
  const type = path.join(models, apiVersion, `${kind}.js`);
  fs.writeFileSync(file, `import type { I${kind} } from ${JSON.stringify(type)};\n` +
    `export const manifest: I${kind} = ${JSON.stringify(manifest, null, 2)};\n`);
  try {
    const { stdout } = capture(process.execPath, [COMPILER, '--noEmit', '--strict', '--skipLibCheck',
      '--pretty', 'false', '--module', 'nodenext', '--target', 'es2022', file]);
    return stdout.split('\n').filter((line) => line !== '').map((line) => line.replace(/^.*: error TS\d+: /, ''));
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}

function main() {
  const models = install(PACKAGE, VERSION);
  for (const name of fs.readdirSync(EXAMPLES).filter((each) => each.endsWith('.yaml'))) {
    const manifest = yaml.load(fs.readFileSync(path.join(EXAMPLES, name), 'utf8'));
    for (const problem of [checkValues, checkFields].flatMap((check) => check(models, manifest))) {
      console.error(`examples/${name}: ${problem}`);
      process.exitCode = 1;
    }
  }
}

main();
