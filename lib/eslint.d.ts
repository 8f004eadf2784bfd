import type { Linter, Rule } from 'eslint';
import simulate = require('./simulate');

declare namespace plugin {
  /** A board, and an API as a script names it. */
  type Target = simulate.Target;
  type Api = simulate.Api;

  /** Options of the rule `iotjs-dgram/supported`. */
  interface SupportedOptions {
    /** Where the script is to run: what one of them has an X for is reported. Default: none. */
    targets?: Target[];
    /** What the board has, whatever its column says. Default: nothing. */
    allow?: Api[];
  }
}

/** The ESLint plugin for scripts that are to run on IoT.js. */
declare const plugin: {
  meta: { name: string; version: string; namespace: string };
  rules: {
    /** Reports uses of dgram that IoT.js, or one of the chosen targets, does not have. */
    supported: Rule.RuleModule;
  };
  configs: {
    /** The rule, ES5 syntax, and the globals of IoT.js as it is built by default. */
    recommended: Linter.Config & { plugins: NonNullable<Linter.Config['plugins']> };
  };
};

export = plugin;
