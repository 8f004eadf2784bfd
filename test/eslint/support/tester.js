'use strict';

// ESLint's RuleTester, set up for the rules of the plugin.

const { RuleTester } = require('eslint');
const { describe, it } = require('mocha');

const { rules } = require('../../../lint');

RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;

const SOCKET = "var dgram = require('dgram'); var socket = dgram.createSocket('udp4'); ";

/** A case with a name that is short. */
function named(item) {
  const options = typeof item === 'string' ? { code: item } : item;
  return { name: options.code.replace(SOCKET, ''), ...options };
}

const COMMONJS = { ecmaVersion: 2026, sourceType: 'commonjs' };

/**
 * Runs cases through the RuleTester.
 *
 * @param {object} rule
 * @param {string} title
 * @param {Array<string|object>} valid code, or cases of the RuleTester
 * @param {Array<[string|object, ...(string|object)]>} [invalid] code or a case, then what is reported: message ids, or
 *   errors of the RuleTester
 * @param {object} [languageOptions] default: the syntax of today, in a CommonJS file
 */
function checkRule(rule, title, valid, invalid = [], languageOptions = COMMONJS) {
  new RuleTester({ languageOptions }).run(title, rule, {
    valid: valid.map(named),
    invalid: invalid.map(([code, ...errors]) => ({
      ...named(code),
      errors: errors.map((error) => (typeof error === 'string' ? { messageId: error } : error)),
    })),
  });
}

module.exports = {
  SOCKET,
  check: checkRule.bind(null, rules.supported),
  checkRuntime: checkRule.bind(null, rules.runtime),
  checkSyntax: checkRule.bind(null, rules.syntax),
};
