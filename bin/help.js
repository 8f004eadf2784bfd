'use strict';

const { BOARD_SETTINGS, NETWORK_SETTINGS, SETTINGS } = require('../sim/board/settings');
const { CONDITIONS } = require('../sim/network/conditions');
const { FLEET_OPTIONS } = require('../sim/fleet/options');
const { TRACE_SETTINGS } = require('../sim/trace/settings');

const COLUMN = 24;
const [FIRST_CONDITION, ...CONDITIONS_AFTER] = Object.keys(CONDITIONS);

function line(option, text) {
  return `  ${option}`.padEnd(COLUMN) + text.replaceAll('\n', `\n${' '.repeat(COLUMN)}`);
}

function lineOf([name, { option, alone, help }]) {
  return line(alone === undefined ? `--${name} ${option ?? ''}` : `--${name}[=${option}]`, help);
}

function linesOf(names) {
  return names.map((name) => lineOf([name, SETTINGS[name]])).join('\n');
}

module.exports = `Usage: iotjs-dgram [options] <script> [arguments]
       iotjs-dgram check [--target NAME] [--format json] <file or folder> ...
       iotjs-dgram targets [--json]
       iotjs-dgram merge [--report=json] <file> ...
       iotjs-dgram draw [-o FILE] <capture> ...

Runs an IoT.js script on Node.js: require('dgram') in it is the dgram of IoT.js.
What follows the script's name is for the script. check reports what a device
lacks, without running anything (docs/check.md); targets prints the boards;
merge adds up the reports of a fleet's shares; draw makes a picture, an HTML
file, of what was recorded (docs/trace.md).

Options:
${line('-h, --help', 'print this and exit')}
${line('-v, --version', 'print the version and exit')}

A board (docs/targets.md):
${linesOf(BOARD_SETTINGS)}

A bad network (docs/networks.md):
${linesOf(NETWORK_SETTINGS)}
--${FIRST_CONDITION} to --${CONDITIONS_AFTER.at(-1)} can have other values at some times, from the first socket on:
--loss 5%,100%@10s-20s,50%@30s- or --loss '100%@10s-20s every 60s'

What happens to datagrams (docs/trace.md):
${linesOf(Object.keys(TRACE_SETTINGS))}

A fleet (docs/fleets.md):
${Object.entries(FLEET_OPTIONS).map(lineOf).join('\n')}

All but those of a fleet can also be set in the environment:
IOTJS_DGRAM_TARGET=NAME, …
Options of Node.js (--inspect, --watch, --env-file, …) stand among these, or
before the file in: node -r iotjs-dgram/register <script>
`;
