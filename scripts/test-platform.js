'use strict';

// Tests binaries of other systems on this one: `npm run test:platform -- [--quick] linux-arm64 …`. Needs the binaries
// of `npm run prebuild`; installs everything else, as root on Debian. Writes what came of it into docs/platforms.md,
// unless it is --quick.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const { firstScript } = require('./first-script.js');
const { ROOT, binaryOf } = require('./prebuild/targets.js');
const { INSTALLED, makeProject } = require('./platform/project.js');
const { SYSTEMS } = require('./platform/systems.js');
const { PAGE, withResults } = require('./platform/table.js');

/** What --quick runs of the tests: sockets, sending, receiving, names, in a minute or two with an emulator. */
const QUICK = ['bind', 'bytes', 'close', 'event-message', 'names', 'send', 'send-order'].map((name) => `api/${name}`);

/** For a part of the tests. unshare(1) takes what it starts with it when it is killed, and at no other signal. */
const MINUTES = 20;
const FIRST_LINES = 6;

/**
 * Runs the Node.js of that system in a directory of the project. What it prints goes to files: Node.js's pipes are
 * sockets on Linux, which Wine does not take for pipes.
 */
function run({ command }, project, inside, args, env = {}) {
  const { program, args: all, cwd, env: own } = command(project, inside, args);
  const files = ['stdout', 'stderr'].map((name) => path.join(project, name));
  const outputs = files.map((file) => fs.openSync(file, 'w'));
  const { status, signal, error } = spawnSync('nice', [program, ...all], {
    cwd, stdio: ['ignore', ...outputs], timeout: MINUTES * 60_000, killSignal: 'SIGKILL',
    env: { ...process.env, ...own, ...env },
  });
  for (const output of outputs) fs.closeSync(output);
  if (error) throw error;
  const [stdout, stderr] = files.map((file) => fs.readFileSync(file, 'utf8'));
  return { end: signal ?? status, stdout, stderr };
}

/** A part of which only the whole passes or fails. */
function whole(title, { end, stdout, stderr }, isRight) {
  if (end === 0 && isRight(stdout)) return { part: title, passed: 1, skipped: [], failed: [] };
  console.error(`${title} ended with ${end}:\n${stdout}${stderr}`);
  return { part: title, passed: 0, skipped: [], failed: [{ title, reason: `it ended with ${end}` }] };
}

/** Runs files of test/ with Mocha. */
function suite(runner, project, title, files, skipped) {
  const results = path.join(project, INSTALLED, 'results.json');
  fs.rmSync(results, { force: true });
  const args = ['../mocha/bin/mocha.js', '--reporter', 'json', '--reporter-option', 'output=results.json', ...files];
  const { end, stdout, stderr } = run(runner, project, INSTALLED, args, {
    DGRAM_TEST_SKIP: JSON.stringify(skipped.map(({ titles: { source }, reason }) => [source, reason])),
  });
  if (!fs.existsSync(results)) {
    console.error(`${title} ended with ${end}:\n${stdout}${stderr}`);
    return { part: title, passed: 0, skipped: [], failed: [{ title, reason: `Mocha ended with ${end}` }] };
  }
  const { passes, pending, failures } = JSON.parse(fs.readFileSync(results, 'utf8'));
  for (const { fullTitle, err } of failures) {
    console.error(`${fullTitle}\n${(err.stack ?? err.message).split('\n').slice(0, FIRST_LINES).join('\n')}\n`);
  }
  return {
    part: title,
    passed: passes.length,
    skipped: pending.map(({ fullTitle }) => {
      const [, name, reason = 'as the test says'] = /^([^]*?)(?: \(skipped: (.*)\))?$/.exec(fullTitle);
      return { title: name, reason };
    }),
    failed: failures.map(({ fullTitle, err }) => ({ title: fullTitle, reason: err.message.split('\n')[0] })),
  };
}

/** Tries one system with one Node.js. */
function tryOut(system, node, project, isQuick) {
  const { prepare, suites, skipped } = SYSTEMS[system];
  const runner = prepare(node());
  const { end, stdout, stderr } = run(runner, project, INSTALLED, ['-p', 'process.version']);
  if (end !== 0) throw new Error(`${system}: Node.js does not run:\n${stderr}`);
  const tool = `Node.js ${stdout.trim().slice(1)}, ${runner.name}`;
  console.log(`${system}: ${tool}`);
  const parts = [
    () => whole('the first script of README.md', run(runner, project, '', ['-r', 'iotjs-dgram/register', 'first.js']),
      (printed) => printed.replaceAll('\r\n', '\n') === firstScript().output),
    () => whole('examples/run.js, which `npm start` runs', run(runner, project, INSTALLED, ['examples/run.js']),
      (printed) => /readings came from/.test(printed)),
    ...(isQuick
      ? [() => suite(runner, project, 'some files of test/api', QUICK.map((file) => `test/${file}.test.js`), skipped)]
      : suites.map((name) => () =>
          suite(runner, project, `test/${name}`, [`test/${name}{/**/*,}.test.js`], skipped))),
  ];
  return parts.map((part) => {
    const result = { with: tool, ...part() };
    const counts = `${result.passed} passed, ${result.failed.length} failed, ${result.skipped.length} skipped`;
    console.log(`  ${result.part}: ${counts}`);
    return result;
  });
}

function main(args) {
  const isQuick = args.includes('--quick');
  const systems = args.filter((arg) => arg !== '--quick');
  const unknown = systems.find((name) => !Object.hasOwn(SYSTEMS, name));
  if (systems.length === 0 || unknown !== undefined) {
    throw new Error(`npm run test:platform -- [--quick] ${Object.keys(SYSTEMS).join('|')} …`);
  }
  const missing = systems.filter((name) => !fs.existsSync(binaryOf(SYSTEMS[name].binary)));
  if (missing.length > 0) throw new Error(`npm run prebuild comes first: there is nothing for ${missing.join(', ')}`);
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const system of systems) {
    const project = path.join(ROOT, '.variants', 'platform', system);
    makeProject(project);
    const [first, ...others] = SYSTEMS[system].nodes;
    const parts = [
      ...tryOut(system, first, project, isQuick),
      ...(isQuick ? [] : others.flatMap((other) => tryOut(system, other, project, true))),
    ];
    if (!isQuick) fs.writeFileSync(PAGE, withResults(fs.readFileSync(PAGE, 'utf8'), system, parts));
    for (const { passed, failed, skipped } of parts) {
      sum.passed += passed;
      sum.failed += failed.length;
      sum.skipped += skipped.length;
    }
  }
  // As Mocha says it.
  console.log(`\n  ${sum.passed} passing\n  ${sum.skipped} pending\n  ${sum.failed} failing`);
  process.exitCode = sum.failed > 0 ? 1 : 0;
}

main(process.argv.slice(2));
