'use strict';

// Prints its arguments, and the settings of its environment, as JSON.

const { SETTINGS, variableOf } = require('../../../sim/board/settings.js');

const variables = Object.keys(SETTINGS).map(variableOf).filter((name) => process.env[name] !== undefined);
const env = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
console.log(JSON.stringify({ args: process.argv.slice(2), env }));
