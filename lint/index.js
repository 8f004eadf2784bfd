'use strict';

// The ESLint plugin, for scripts that are to run on IoT.js. It does without the addon, so that an editor can load it
// where there is none.

const { name, version } = require('../package.json');
const globals = require('./globals');
const supported = require('./supported');

const plugin = {
  meta: { name, version, namespace: name },
  rules: { supported },
  configs: {},
};

/** What IoT.js is as it is built by default: ES5, its globals, and no dgram but its own. */
plugin.configs.recommended = {
  name: `${name}/recommended`,
  plugins: { [name]: plugin },
  languageOptions: { ecmaVersion: 5, sourceType: 'commonjs', globals },
  rules: {
    [`${name}/supported`]: 'error',
    'no-undef': 'error',
  },
};

module.exports = plugin;
