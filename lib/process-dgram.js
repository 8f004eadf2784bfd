'use strict';

// The module of this environment's own board; the same one where this file is evaluated again.

const { createDgram } = require('./dgram');
const environment = require('./environment');
const { board } = require('./process-board');

environment.dgram ??= createDgram(board);
const { createSocket, Socket } = environment.dgram;

// Written out: Node.js reads the names from the text for `import { createSocket } from 'iotjs-dgram'`.
module.exports = { createSocket, Socket };
