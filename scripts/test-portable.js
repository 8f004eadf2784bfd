'use strict';

// Builds the platform files that are for other systems than Linux, on Linux, and runs the tests that depend on it.

const { build, proveLoaded, runSuite } = require('./variant.js');
const { undefinedSymbols } = require('./check-symbols.js');

const { directory, binary } = build('portable', { portable: 1 });
const symbols = undefinedSymbols(binary);
if (symbols.includes('sendmmsg') || !symbols.includes('uv_udp_try_send')) {
  throw new Error(`${binary} was not built of the portable files`);
}
const env = { IOTJS_DGRAM_PREBUILD: directory };
proveLoaded(binary, env);
runSuite(env, process.execPath, process.argv.slice(2));
