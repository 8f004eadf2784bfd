'use strict';

const js = require('@eslint/js');
const stylistic = require('@stylistic/eslint-plugin');
const esX = require('eslint-plugin-es-x').default ?? require('eslint-plugin-es-x');
const globals = require('globals');

const iotjs = require('./lint');

// What also runs on devices.
const ON_DEVICES = [
  'lib/index.js', 'examples/!(run).js', 'test/compat/cases/**/*.js', 'test/compat/runtime/{evaluate,tell}.js',
  'test/eslint/scenarios/*.js',
];

const STYLE = {
  'array-callback-return': 'error',
  'dot-notation': 'error',
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-eval': 'error',
  'no-extend-native': 'error',
  'no-implied-eval': 'error',
  'no-self-compare': 'error',
  'no-throw-literal': 'error',
  'no-unused-vars': ['error', { args: 'after-used', caughtErrors: 'none' }],
  'no-use-before-define': ['error', { functions: false, variables: false }],
};

// `npm run format` mends what these find.
const FORMAT = stylistic.configs.customize({ semi: true, braceStyle: '1tbs', arrowParens: true, jsx: false });

const FORMAT_RULES = {
  '@stylistic/comma-dangle': ['error', {
    arrays: 'always-multiline', objects: 'always-multiline', imports: 'always-multiline', exports: 'always-multiline',
    functions: 'only-multiline',
  }],
  '@stylistic/indent-binary-ops': 'off',
  '@stylistic/list-style': 'off',
  '@stylistic/max-len': ['error', { code: 120, ignoreRegExpLiterals: true, ignoreUrls: true }],
  '@stylistic/max-statements-per-line': 'off',
  '@stylistic/multiline-ternary': 'off',
  '@stylistic/operator-linebreak': ['error', 'after', { overrides: { '?': 'before', ':': 'before' } }],
  '@stylistic/quote-props': ['error', 'as-needed', { unnecessary: false }],
  '@stylistic/quotes': ['error', 'single', { avoidEscape: true, allowTemplateLiterals: 'always' }],
};

module.exports = [
  { ignores: ['**/build/', '**/node_modules/', '.variants/', 'test/entry/fixtures/**/node_modules/'] },
  js.configs.recommended,
  FORMAT,
  { rules: FORMAT_RULES },
  { linterOptions: { reportUnusedDisableDirectives: 'error' }, rules: STYLE },
  {
    files: ['**/*.js'],
    ignores: ON_DEVICES,
    languageOptions: { ecmaVersion: 2023, sourceType: 'commonjs', globals: globals.node },
    rules: {
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      strict: ['error', 'global'],
    },
  },
  {
    // Runs in a browser, as one script.
    files: ['sim/trace/draw/page/*.js'],
    languageOptions: { globals: { ...globals.browser, uPlot: 'readonly' } },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { ecmaVersion: 2023, sourceType: 'module', globals: globals.node },
  },
  {
    files: ['test/**/*.test.js', 'test/native/support/leaks.js', 'test/api/support/**/*.js'],
    languageOptions: { globals: globals.mocha },
  },
  { ...iotjs.configs.recommended, files: ON_DEVICES },
  {
    ...esX.configs['flat/restrict-to-es5'],
    files: ON_DEVICES,
    rules: {
      ...esX.configs['flat/restrict-to-es5'].rules,
      'preserve-caught-error': 'off', // ES5 errors have no cause
    },
  },
  {
    // They show what a script may look like, not what it should.
    files: ['test/compat/cases/**/*.js'],
    rules: {
      '@stylistic/max-len': 'off',
      'iotjs-dgram/supported': 'off',
      'no-empty': 'off',
      'no-unused-vars': ['error', { args: 'none', caughtErrors: 'none' }],
    },
  },
  {
    // The one starts the examples, on the desktop; the other asks what there is.
    files: ['examples/run.js', 'test/compat/runtime/tell.js'],
    rules: { 'iotjs-dgram/runtime': 'off' },
  },
];
