'use strict';

module.exports = require('../lint');
