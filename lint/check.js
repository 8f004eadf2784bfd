'use strict';

// Checks scripts and what they require, without a configuration of the user's.

const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const plugin = require('./index');

/** What the plugin is called in a configuration, and so the prefix of its rules. */
const { name: PLUGIN } = plugin.meta;
/** The name in it of a rule that is this file's own. */
const FOLLOW = 'check/follow';
/** What `require()` looks for beside the file, and not under node_modules. */
const IS_PATH = /^(\.{0,2}\/|\.{1,2}$)/;

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

function isTried(node) {
  while (node !== null && node.type !== 'TryStatement') node = node.parent;
  return node !== null;
}

/**
 * A rule that follows `require()` of a path, and reports where nothing is there.
 *
 * @param {string} file that has the calls
 * @param {string[]} required gets the files
 */
function follow(file, required) {
  const { resolve } = Module.createRequire(file);
  return {
    create: (context) => ({
      CallExpression({ callee, arguments: [request] }) {
        if (callee.name !== 'require' || !IS_PATH.test(request?.value)) return;
        try {
          required.push(resolve(request.value));
        } catch {
          if (!isTried(request)) context.report({ node: request, message: `There is no file '${request.value}'.` });
        }
      },
    }),
  };
}

function configuration({ targets = [], allow = [] }, rule) {
  const { plugins, rules, ...rest } = plugin.configs.check;
  return {
    ...rest,
    plugins: { ...plugins, check: { rules: { follow: rule } } },
    rules: {
      ...rules,
      [`${PLUGIN}/supported`]: ['error', { targets, allow }],
      [`${PLUGIN}/runtime`]: ['error', { targets }],
      [FOLLOW]: 'error',
    },
  };
}

/** What is found in a file. One that only a module can be is read as one, so that `import` is a finding like others. */
function verify(linter, file, config) {
  const text = fs.readFileSync(file, 'utf8');
  const messages = linter.verify(text, config, 'script.js');
  if (!messages.some(({ fatal }) => fatal)) return messages;
  const languageOptions = { ...config.languageOptions, sourceType: 'module' };
  const asModule = linter.verify(text, { ...config, languageOptions }, 'script.js');
  return asModule.some(({ fatal }) => fatal) ? messages : asModule;
}

/**
 * @param {string[]} files absolute paths
 * @param {object} [options] of the rule `supported` (docs/eslint.md)
 * @param {string[]} [options.targets] the boards that the scripts are for; default: none
 * @param {string[]} [options.allow] APIs of dgram that they have, whatever their tables say; default: none
 * @returns {{files: string[], findings: {file: string, line: number, column: number, message: string,
 *   rule: ?string}[]}} the files that were checked: those given and what they require by a path, and so on; what was
 *   found in them, in order; `rule` is null where a file cannot be parsed or is
 *   not there
 * @throws {Error} code IOTJS_DGRAM_NO_ESLINT
 */
function check(files, options = {}) {
  const { Linter } = loadESLint();
  const linter = new Linter({ configType: 'flat' });
  const found = new Set(files);
  const findings = [];
  for (const file of found) {
    const required = [];
    const config = configuration(options, follow(file, required));
    for (const { line, column, message, ruleId, fatal } of verify(linter, file, config)) {
      const isOurs = ruleId?.startsWith(`${PLUGIN}/`) ?? false;
      // Others are of rules that comments in the file name.
      if (isOurs || fatal || ruleId === FOLLOW) {
        findings.push({ file, line, column, message, rule: isOurs ? ruleId : null });
      }
    }
    for (const name of required) if (name.endsWith('.js')) found.add(name);
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
