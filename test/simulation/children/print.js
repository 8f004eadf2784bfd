'use strict';

// Prints what it was given, as JSON.

const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('IOTJS_DGRAM_')));
console.log(JSON.stringify({ args: process.argv.slice(2), env }));
