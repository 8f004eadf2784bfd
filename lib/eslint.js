'use strict';

// `require('iotjs-dgram/eslint')`: the ESLint plugin.

module.exports = require('../lint');
