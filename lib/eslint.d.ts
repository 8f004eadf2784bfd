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

  /** Options of the rule `iotjs-dgram/runtime`. */
  interface RuntimeOptions {
    /** Where the script is to run: modules that one of them lacks are reported. Default: none. */
    targets?: Target[];
    /** Globals, modules and members that the board has: 'Promise', 'gpio', 'Object.assign'. Default: nothing. */
    allow?: string[];
  }
}

/** A config with the plugin in it. */
type Config = Linter.Config & { plugins: NonNullable<Linter.Config['plugins']> };

/** The ESLint plugin for scripts that are to run on IoT.js. */
declare const plugin: {
  meta: { name: string; version: string; namespace: string };
  rules: {
    /** Reports uses of what Node.js has and IoT.js, or one of the chosen targets, lacks besides dgram. */
    runtime: Rule.RuleModule;
    /** Reports uses of dgram that IoT.js, or one of the chosen targets, does not have. */
    supported: Rule.RuleModule;
    /** Reports syntax newer than ES5.1, for a parser that is set to newer syntax. */
    syntax: Rule.RuleModule;
  };
  configs: {
    /** The rules runtime and supported, ES5 syntax, and the globals of IoT.js as it is built by default. */
    recommended: Config;
    /** All three rules, with the newest syntax for the parser, so that each use of it is reported. */
    check: Config;
  };
};

export = plugin;
