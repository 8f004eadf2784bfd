'use strict';

// The entry. ES5, because it also runs on devices: in iotjs_modules/iotjs-dgram there, it hands back the dgram that is
// built into IoT.js.

function builtin() {
  try {
    return require('dgram');
  } catch (error) {
    throw new Error('This IoT.js was built without its dgram module (' + error.message + '). Build it with ' +
      './tools/build.py --cmake-param=-DENABLE_MODULE_DGRAM=ON, or with ENABLE_MODULE_DGRAM in its profile.');
  }
}

if (process.iotjs) {
  module.exports = builtin();
} else {
  module.exports = require('./process-dgram');
}
