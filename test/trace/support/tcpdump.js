'use strict';

// Runs a program while tcpdump captures what it sends and receives. To be called in a network namespace of
// test/support/namespace.js: `node tcpdump.js PCAP PROGRAM [arguments]`. The program talks to 10.99.0.2, where
// scenarios/echo.js answers.

const { spawnSync } = require('node:child_process');
const path = require('node:path');

const { run, start } = require('../../support/run.js');

const [pcap, ...program] = process.argv.slice(2);
/** Large enough a buffer, and no other user, who could not write the file. */
const TCPDUMP = ['-i', 'v0', '-n', '--immediate-mode', '-s', '2000', '-B', '16384', '-Z', 'root'];

const scenario = (name) => path.join(__dirname, '..', 'scenarios', name);

function must(command, ...args) {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
}

async function main() {
  process.env.PATH += ':/usr/sbin:/sbin';
  // The kernel fills checksums in before a packet leaves, not the interface, which has none.
  for (const each of ['v0', 'v1']) must('ethtool', '-K', each, 'tx', 'off');
  const peer = start('unshare', ['--net', 'sh', scenario('peer.sh'), process.execPath, scenario('echo.js')],
    { stdin: null });
  await peer.until('stdout', /ready/);
  must('ip', 'link', 'set', 'v1', 'netns', String(peer.child.pid));
  peer.child.stdin.write('go\n');
  await peer.until('stdout', /bound/);

  const tcpdump = start('tcpdump', [...TCPDUMP, '-w', pcap, 'udp']);
  await tcpdump.until('stderr', /listening on/);
  const { code, stdout, stderr } = await run(program[0], program.slice(1));
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  tcpdump.child.kill('SIGINT'); // it writes what it has
  await tcpdump.end;
  if (!/^0 packets dropped by kernel/m.test(tcpdump.printed.stderr)) throw new Error(tcpdump.printed.stderr);
  process.exitCode = code;
  peer.kill();
}

main();
