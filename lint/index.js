'use strict';

// The ESLint plugin, for scripts that are to run on IoT.js. It does without the addon, so that an editor can load it
// where there is none.

const { name, version } = require('../package.json');
const globals = require('./globals');
const runtime = require('./runtime');
const supported = require('./supported');
const syntax = require('./syntax');

const plugin = {
  meta: { name, version, namespace: name },
  rules: { runtime, supported, syntax },
  configs: {},
};

const plugins = { [name]: plugin };
const languageOptions = { sourceType: 'commonjs', globals: globals.configured };

plugin.configs = {
  /** IoT.js as it is built by default: ES5, which the parser sees to, its globals and modules, and its dgram. */
  recommended: {
    name: `${name}/recommended`,
    plugins,
    languageOptions: { ...languageOptions, ecmaVersion: 5 },
    rules: { [`${name}/runtime`]: 'error', [`${name}/supported`]: 'error', 'no-undef': 'error' },
  },
  /** All that the plugin can tell of a script, newer syntax included, each use of it with a report of its own. */
  check: {
    name: `${name}/check`,
    plugins,
    languageOptions: { ...languageOptions, ecmaVersion: 'latest' },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    rules: { [`${name}/runtime`]: 'error', [`${name}/supported`]: 'error', [`${name}/syntax`]: 'error' },
  },
};

module.exports = plugin;
