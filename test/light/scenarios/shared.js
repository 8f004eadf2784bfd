'use strict';

// A module of the user's that two copies load.

module.exports = { value: 'as written' };
