'use strict';

const { passes } = require('./support/child.js');

function plays(scenario) {
  return () => passes('lifetime.js', [scenario]);
}

describe('the process ends by itself', () => {
  it('with an unbound socket', plays('unbound-socket'));
  it('when its sockets are closed', plays('closed-sockets'));
  it('when they were closed while sending', plays('closed-while-sending'));
  it('with an unbound socket that was to send', plays('refused-on-unbound'));
});

describe('timers fire, files are read and messages arrive', () => {
  it('beside a script that sends from its own send callback for ever', plays('send-forever'));
  it('beside one that does so with 200 messages under way', plays('send-many-forever'));
  it('beside a socket that answers itself for ever', plays('echo-forever'));
});

describe('the loop', () => {
  it('blocks while there is nothing to do', plays('no-spinning'));
});
