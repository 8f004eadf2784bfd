'use strict';

const { BOARD_SETTINGS, NETWORK_SETTINGS, SETTINGS } = require('../sim/board/settings');

const COLUMN = 24;

function line(option, text) {
  return `  ${option}`.padEnd(COLUMN) + text.replaceAll('\n', `\n${' '.repeat(COLUMN)}`);
}

function linesOf(names) {
  return names.map((name) => line(`--${name} ${SETTINGS[name].option ?? ''}`, SETTINGS[name].help)).join('\n');
}

module.exports = `Usage: iotjs-dgram [options] <script> [arguments]
       iotjs-dgram check [--target NAME] [--format json] <file or folder> ...
       iotjs-dgram targets [--json]

Runs an IoT.js script on Node.js: require('dgram') in it is the dgram of IoT.js.
What follows the script's name is for the script. check reports what a device
lacks, without running anything (docs/check.md); targets prints the boards.

Options:
${line('-h, --help', 'print this and exit')}
${line('-v, --version', 'print the version and exit')}

A board (docs/targets.md):
${linesOf(BOARD_SETTINGS)}

A bad network (docs/networks.md):
${linesOf(NETWORK_SETTINGS)}

A fleet (docs/fleets.md):
${line('--fleet N', 'run N copies of the script as threads of one process')}

Each but --fleet can also be set in the environment: IOTJS_DGRAM_TARGET=NAME, …
Options of Node.js (--inspect, --watch, --env-file, …) stand among these, or
before the file in: node -r iotjs-dgram/register <script>
`;
