'use strict';

// Checks scripts and what they require, without a configuration of the user's.

const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const plugin = require('./index');

/** What the plugin is called in a configuration, and so the prefix of its rules. */
const { name: PLUGIN } = plugin.meta;

/**
 * ESLint of the project, or the one that this package finds.
 *
 * @returns {object} the module
 * @throws {Error} code IOTJS_DGRAM_NO_ESLINT, where there is none
 */
function loadESLint() {
  let file;
  try {
    file = require.resolve('eslint', { paths: [process.cwd(), __dirname] });
  } catch {
    const error = new Error('Checking scripts needs ESLint. Get it with: npm install --save-dev eslint');
    error.code = 'IOTJS_DGRAM_NO_ESLINT';
    throw error;
  }
  return require(file);
}

/** A rule that reports nothing: it collects what a file requires by name. */
function collector(requests) {
  return {
    create: () => ({
      CallExpression({ callee, arguments: [request] }) {
        if (callee.name === 'require' && typeof request?.value === 'string') requests.push(request.value);
      },
    }),
  };
}

function configuration({ targets = [], allow = [] }, requests) {
  const { plugins, rules, ...rest } = plugin.configs.check;
  return {
    ...rest,
    plugins: { ...plugins, collect: { rules: { requests: collector(requests) } } },
    rules: {
      ...rules,
      [`${PLUGIN}/supported`]: ['error', { targets, allow }],
      [`${PLUGIN}/runtime`]: ['error', { targets }],
      'collect/requests': 'error',
    },
  };
}

/** The files of the script's own that it requires; a name of nothing is found out when it runs. */
function resolveAll(file, requests) {
  const { resolve } = Module.createRequire(file);
  return requests.filter((request) => /^(\.{0,2}\/|\.{1,2}$)/.test(request)).flatMap((request) => {
    try {
      return [resolve(request)];
    } catch {
      return [];
    }
  });
}

/**
 * @param {string[]} files absolute paths
 * @param {object} [options] of the rule `supported` (docs/eslint.md)
 * @param {string[]} [options.targets] the boards that the scripts are for; default: none
 * @param {string[]} [options.allow] APIs of dgram that they have, whatever their tables say; default: none
 * @returns {{files: string[], findings: {file: string, line: number, column: number, message: string,
 *   rule: ?string}[]}} the files that were checked: those given and what they require by a path, and so on; what was
 *   found in them, in order; `rule` is null where a file cannot be parsed
 * @throws {Error} code IOTJS_DGRAM_NO_ESLINT
 */
function check(files, options = {}) {
  const { Linter } = loadESLint();
  const linter = new Linter({ configType: 'flat' });
  const found = new Set(files);
  const findings = [];
  for (const file of found) {
    const requests = [];
    const messages = linter.verify(fs.readFileSync(file, 'utf8'), configuration(options, requests), 'script.js');
    for (const { line, column, message, ruleId, fatal } of messages) {
      // Others are of rules that comments in the file name.
      if (fatal || ruleId?.startsWith(`${PLUGIN}/`)) findings.push({ file, line, column, message, rule: ruleId });
    }
    for (const required of resolveAll(file, requests)) if (required.endsWith('.js')) found.add(required);
  }
  return { files: [...found], findings };
}

/**
 * @param {object[]} findings from check()
 * @returns {string[]} a line for each, with paths as seen from the working directory
 */
function format(findings) {
  return findings.map(({ file, line, column, message }) =>
    `${path.relative(process.cwd(), file)}:${line}:${column}  ${message}`);
}

module.exports = { check, format };
