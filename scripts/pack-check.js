'use strict';

// Packs the checkout with the binaries that are built, and installs the tarball as its users do: `npm run pack:check`.
// Each package manager gets an empty project, and a PATH with node and nothing else: no compiler, make or Python.

const assert = require('node:assert/strict');
const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { firstScript } = require('./first-script.js');
const { gypEnvironment } = require('./headers.js');
const { pack } = require('./pack.js');
const { MANAGERS, REMOVE_INSTALLED, fetchManager } = require('./package-managers.js');
const { ROOT, binaryOf } = require('./prebuild/targets.js');

const SIZE_MAX = 600_000;
const TIMEOUT = 180_000;

const HERE = `${process.platform}-${process.arch}`;
const REGISTRY = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();

/** What a package manager says when it runs, skips or asks for a script of a package. */
const ABOUT_SCRIPTS = /\b(build|install|lifecycle)[ -]scripts?\b|\bgyp\b|approve|allow-?scripts|allow-?builds|must be built/i;

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'iotjs-dgram-pack-check-'));
process.once('exit', () => fs.rmSync(scratch, { recursive: true, force: true }));

/** The environment of this process, but for settings of package managers, with another PATH. */
function environment(searchPath, more) {
  const own = Object.entries(process.env).filter(([name]) => !/^(p?npm_|yarn_|iotjs_|ci$|node_options$)/i.test(name));
  return { ...Object.fromEntries(own), HOME: path.join(scratch, 'home'), PATH: searchPath, ...more };
}

/** A PATH that has one Node.js and no other program. */
function pathOf(node) {
  const directory = fs.mkdtempSync(path.join(scratch, 'path-'));
  fs.symlinkSync(node, path.join(directory, 'node'));
  return directory;
}

/** Runs a program in a project. */
function capture(project, program, args, env) {
  const { status, signal, stdout, stderr, error } = spawnSync(program, args, {
    cwd: project, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: TIMEOUT, env,
  });
  if (error) throw error;
  return { end: signal ?? status, stdout, stderr };
}

/** Runs a program that must succeed. */
function execute(project, program, args, env) {
  const { end, stdout, stderr } = capture(project, program, args, env);
  assert.equal(end, 0, `${path.basename(program)} ${args.join(' ')} ended with ${end}:\n${stdout}${stderr}`);
  return { stdout, stderr };
}

/** An empty project that is to have the package. */
function newProject(tarball, files = {}) {
  const project = fs.mkdtempSync(path.join(scratch, 'project-'));
  fs.copyFileSync(tarball, path.join(project, 'iotjs-dgram.tgz'));
  const json = { name: 'project', version: '1.0.0', dependencies: { 'iotjs-dgram': 'file:./iotjs-dgram.tgz' } };
  const all = { 'package.json': `${JSON.stringify(json)}\n`, 'first.js': firstScript().code, ...files };
  for (const [name, text] of Object.entries(all)) fs.writeFileSync(path.join(project, name), text);
  return project;
}

/** Installs in one way and runs the first script. Returns the project. */
function installAndRun(tarball, { node, program, run }, { files, env, registry }, steps) {
  const project = newProject(tarball, files);
  const all = environment(pathOf(node), { ...env, [registry]: REGISTRY });
  for (const step of steps) {
    if (step === REMOVE_INSTALLED) {
      for (const name of ['node_modules', '.pnp.cjs', '.yarn']) {
        fs.rmSync(path.join(project, name), { recursive: true, force: true });
      }
      continue;
    }
    const { stdout, stderr } = execute(project, node, [program, ...step], all);
    assert.doesNotMatch(stdout + stderr, ABOUT_SCRIPTS);
  }
  assert.deepEqual(execute(project, node, run('first.js'), all), { stdout: firstScript().output, stderr: '' });
  return project;
}

/** What must work where no binary loads, and what the others say then. */
function checkWithoutBinary(project, node) {
  const env = environment(pathOf(node));
  const modules = path.join(project, 'node_modules');
  const installed = path.join(modules, 'iotjs-dgram');
  const command = path.join(installed, 'bin', 'iotjs-dgram.js');
  fs.rmSync(path.join(installed, 'prebuilds'), { recursive: true });
  fs.symlinkSync(path.join(ROOT, 'node_modules', 'eslint'), path.join(modules, 'eslint'));

  assert.match(execute(project, node, [command, '--help'], env).stdout, /--target/);
  assert.match(execute(project, node, [command, 'targets'], env).stdout, /nuttx-stm32f4/);
  assert.match(execute(project, node, [command, 'check', 'first.js'], env).stdout, /1 file checked/);
  const lint = `
    const { Linter } = require('eslint');
    const plugin = require('iotjs-dgram/eslint');
    const messages = new Linter().verify('require("dgram").createSocket("udp6");', [plugin.configs.recommended]);
    console.log(messages[0].ruleId);`;
  assert.match(execute(project, node, ['-e', lint], env).stdout, /^iotjs-dgram\//);
  for (const args of [[command, 'first.js'], ['-r', 'iotjs-dgram/register', 'first.js']]) {
    const { end, stderr } = capture(project, node, args, env);
    assert.notEqual(end, 0);
    assert.match(stderr, /npm explore iotjs-dgram -- npm run build/);
  }
}

/** What the error advises, with the compiler of this machine. */
function checkBuild(project, node, npm) {
  const directory = fs.mkdtempSync(path.join(scratch, 'path-'));
  fs.symlinkSync(npm, path.join(directory, 'npm'));
  const env = environment([pathOf(node), directory, process.env.PATH].join(path.delimiter), gypEnvironment());
  execute(project, node, [npm, 'explore', 'iotjs-dgram', '--', 'npm', 'run', 'build'], env);
  const { stdout } = execute(project, node, ['-r', 'iotjs-dgram/register', 'first.js'], env);
  assert.equal(stdout, firstScript().output);
}

/** The tarball's size and what is not in it. */
function checkTarball(tarball) {
  const { size } = fs.statSync(tarball);
  assert.ok(size < SIZE_MAX, `the tarball has ${size} bytes, not less than ${SIZE_MAX}`);
  const names = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).split('\n');
  assert.ok(!names.includes('package/binding.gyp'), 'binding.gyp is at its root');
  assert.ok(names.includes('package/src/binding.gyp'), 'src/binding.gyp is not in it');
  const json = JSON.parse(execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }));
  assert.deepEqual(Object.keys(json.scripts).sort(), ['build', 'start']);
  assert.equal(json.gypfile, false);
  return size;
}

const results = { passed: 0, failed: 0, skipped: 0 };

/** Does a part, and counts it. Returns what it returned. */
function part(title, work) {
  try {
    const value = work();
    results.passed++;
    console.log(`ok       ${title}`);
    return value;
  } catch (error) {
    results.failed++;
    console.log(`FAILED   ${title}\n${error.stack.replace(/^/gm, '         ')}`);
    return undefined;
  }
}

if (!fs.existsSync(binaryOf(HERE))) throw new Error(`npm run prebuild -- ${HERE} comes first`);
const tarball = pack(scratch);
const size = part('the tarball: size, no install script, no binding.gyp', () => checkTarball(tarball));
console.log(`         ${size} bytes`);
let withNpm;
for (const manager of MANAGERS) {
  let fetched;
  try {
    fetched = fetchManager(manager);
  } catch (error) {
    results.skipped += Object.keys(manager.ways).length;
    console.log(`SKIPPED  ${manager.name} ${manager.version} cannot be had: ${error.message}`);
    continue;
  }
  for (const [way, steps] of Object.entries(manager.ways)) {
    const project = part(`${fetched.title} ${way}`, () => installAndRun(tarball, fetched, manager, steps));
    if (manager.name === 'npm') withNpm ??= project && { project, ...fetched };
  }
}
if (withNpm !== undefined) {
  const { project, node, program } = withNpm;
  part('without a binary: --help, targets, check, ESLint, the error', () => checkWithoutBinary(project, node));
  part('the error\'s advice builds one', () => checkBuild(project, node, program));
}
console.log(`${results.passed} passed, ${results.failed} failed, ${results.skipped} skipped`);
process.exitCode = results.failed > 0 ? 1 : 0;
