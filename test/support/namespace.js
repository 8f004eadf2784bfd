'use strict';

const { run } = require('./run.js');
const { skipSuite } = require('./skip.js');

const USER_NAMESPACE = ['--user', '--map-root-user'];

/** All of this process is in one: scripts/test-platform.js has made it, for a system that has no `unshare`. */
const INSIDE = process.env.DGRAM_TEST_INSIDE_NAMESPACE === '1';

/** Shell commands: broadcast and multicast need an interface with a route; both ends of the pair stay inside. */
const NETWORK = `
ip link set lo up
ip link set lo multicast on
ip link add v0 type veth peer name v1
ip addr add 10.99.0.1/24 dev v0
ip link set v0 up
ip link set v1 up
ip link set v0 multicast on
ip route add default via 10.99.0.2
`;

// The last line becomes the program itself, so its exit status and its death by a signal are seen.
const SETUP = `
set -e
PATH=$PATH:/usr/sbin:/sbin
nsswitch=$(mktemp)
echo 'hosts: files' > "$nsswitch"
mount --bind "$nsswitch" /etc/nsswitch.conf
rm "$nsswitch"
${NETWORK}
exec "$@"
`;

let probing;

/**
 * Whether this machine lets the tests make network namespaces. Found out once, by making one.
 *
 * @returns {Promise<{flags: string[], reason: ?string}>} the flags that `unshare` needs here, or the
 *   reason why it is not possible
 */
function probe() {
  if (!probing) probing = tryFlags();
  return probing;
}

async function tryFlags() {
  if (INSIDE) return { flags: [], reason: null };
  // Root in a container often may not make a namespace directly, but may inside a user namespace.
  const isRoot = process.getuid && process.getuid() === 0;
  const choices = isRoot ? [[], USER_NAMESPACE] : [USER_NAMESPACE];
  const failures = [];
  for (const flags of choices) {
    try {
      const { code, stderr } = await unshare(flags, 'true', []);
      if (code === 0) return { flags, reason: null };
      failures.push(stderr.trim().split('\n')[0] || `exit code ${code}`);
    } catch (error) {
      failures.push(error.code === 'ENOENT' ? 'unshare is not installed' : error.message);
    }
  }
  return { flags: [], reason: `no network namespace: ${[...new Set(failures)].join('; ')}` };
}

/**
 * Runs a program in a network namespace of its own: `lo`, a veth pair with 10.99.0.1/24 and the default
 * route, and names looked up in /etc/hosts only. Nothing it sends or asks leaves the namespace. Where this process is
 * in one already, that one has to do.
 *
 * @param {string} execPath
 * @param {string[]} [args]
 * @param {object} [options] as `run` takes them
 * @returns {Promise<{code: ?number, signal: ?string, stdout: string, stderr: string, timedOut: boolean}>}
 */
async function runInNamespace(execPath, args = [], options = {}) {
  const { flags, reason } = await probe();
  if (reason) throw new Error(reason);
  if (INSIDE) return run(execPath, args, options);
  return unshare(flags, execPath, args, options);
}

function unshare(flags, execPath, args, options = {}) {
  // A preloaded library (a sanitizer's) is for the program, not for the tools that prepare its room.
  const env = { ...process.env, ...options.env };
  const command = env.LD_PRELOAD
    ? ['env', `LD_PRELOAD=${env.LD_PRELOAD}`, execPath, ...args]
    : [execPath, ...args];
  return run(
    'unshare',
    ['--net', '--mount', ...flags, '--', 'sh', '-c', SETUP, 'sh', ...command],
    { ...options, env: { ...options.env, LD_PRELOAD: undefined } }
  );
}

/**
 * A Mocha `before` hook for suites that need a namespace. Where there is none, the suite's tests are
 * reported as skipped, with the reason in their titles; with DGRAM_TEST_REQUIRE_NAMESPACE=1 in the
 * environment they fail instead.
 */
async function requireNamespace() {
  const { reason } = await probe();
  if (!reason) return;
  if (process.env.DGRAM_TEST_REQUIRE_NAMESPACE === '1') throw new Error(reason);
  skipSuite(this, reason);
}

module.exports = { INSIDE, NETWORK, probe, requireNamespace, runInNamespace };
