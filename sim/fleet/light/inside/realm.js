'use strict';

// Evaluated in the context of each copy. What Node.js gives to the script comes from the main context, whose Error,
// Array or Promise are not the script's. It is adopted: an object that Node.js has just made gets the prototype that
// the script knows it by, a function becomes one of this context that adopts what the original returns and throws.
// Nothing that other copies see is ever adopted itself: functions and tables are copied.

const { types } = require('node:util');

const { places, prototypesOf } = require('../intrinsics');

const { apply, construct, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, setPrototypeOf } = Reflect;
const PACKAGE_FRAME = /[\\/]sim[\\/]fleet[\\/]light[\\/]/;
const OF_FUNCTIONS = ['length', 'name', 'prototype', 'arguments', 'caller'];

/**
 * @param {object} main the global object of the main context
 */
class Realm {
  /** The prototypes of this context that were there before the script, as intrinsics.js has them. */
  #intrinsics = prototypesOf(globalThis);
  /** From further prototypes of the main context to those of this one. */
  #prototypes = new Map();
  /** From classes of the main context to those of this one. */
  #classes = new Map();
  /** What has been copied so far, while something is: some have two names, some contain themselves. */
  #copies = null;
  #forward = this.#makeForward();
  #mainRoot;

  constructor(main) {
    this.#mainRoot = main.Object.prototype;
  }

  /** From now on objects with the one prototype, of the main context, get the other. */
  pair(theirs, ours) {
    this.#prototypes.set(theirs, ours);
  }

  /** Whether an object is of the main context, going by the end of its prototype chain. */
  #isForeign(value) {
    for (let proto = getPrototypeOf(value); proto !== null; proto = getPrototypeOf(proto)) {
      if (proto === this.#mainRoot) return true;
      if (proto === Object.prototype) return false;
    }
    return false;
  }

  /**
   * @param {*} value that Node.js has just made for the script
   * @returns {*} the same one, as one of this context; a function: another one
   */
  adopt(value) {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return value;
    if (types.isProxy(value) || !this.#isForeign(value)) return value;
    if (typeof value === 'function') return this.wrap(value);
    setPrototypeOf(value, this.prototypeFor(getPrototypeOf(value)));
    if (types.isNativeError(value)) this.#adoptError(value);
    else if (Array.isArray(value)) value.forEach((item, i) => { value[i] = this.adopt(item); });
    else if (getPrototypeOf(value) === Object.prototype || 'mtimeMs' in value) this.#adoptValues(value);
    return value;
  }

  #adoptValues(value) {
    for (const name of Object.keys(value)) {
      if (typeof value[name] === 'object') value[name] = this.adopt(value[name]);
    }
  }

  #adoptError(error) {
    if (typeof error.stack === 'string') {
      let left = Error.stackTraceLimit; // the script's
      const lines = error.stack.split('\n').filter((line) =>
        !/^ +at /.test(line) || (!PACKAGE_FRAME.test(line) && !(left-- <= 0)));
      defineProperty(error, 'stack', { value: lines.join('\n'), writable: true, configurable: true });
    }
    if (Object.hasOwn(error, 'cause')) error.cause = this.adopt(error.cause);
    this.#adoptValues(error);
  }

  /** The prototype that stands for one of the main context: a copy of it where there is none yet. */
  prototypeFor(theirs) {
    if (theirs === null) return null;
    const known = this.#prototypes.get(theirs) ?? this.#intrinsics[places.get(theirs)];
    if (known !== undefined) return known;
    const ours = Object.create(this.prototypeFor(getPrototypeOf(theirs)));
    this.#prototypes.set(theirs, ours);
    const maker = getOwnPropertyDescriptor(theirs, 'constructor')?.value;
    if (typeof maker === 'function') defineProperty(ours, 'constructor', hidden(this.wrap(maker)));
    this.copyMembers(theirs, ours, ['constructor']);
    return ours;
  }

  /**
   * Gives an object the members of one of the main context: functions wrapped, tables copied.
   *
   * @param {object} from
   * @param {object} to
   * @param {Array} [without] names
   * @param {function(string): ?Function} [preparationOf] as `prepare` of wrap(), by name
   */
  copyMembers(from, to, without = [], preparationOf = () => undefined) {
    const isOutermost = this.#copies === null;
    this.#copies ??= new Map();
    try {
      for (const name of ownKeys(from)) {
        if (without.includes(name)) continue;
        const descriptor = getOwnPropertyDescriptor(from, name);
        for (const part of ['value', 'get', 'set']) {
          if (descriptor[part] !== undefined) descriptor[part] = this.copy(descriptor[part], preparationOf(name));
        }
        defineProperty(to, name, descriptor);
      }
    } finally {
      if (isOutermost) this.#copies = null;
    }
    return to;
  }

  /** What stands here for a value that other copies see, too. */
  copy(value, prepare) {
    const known = this.#copies?.get(value);
    if (known !== undefined) return known;
    if (typeof value === 'function') return this.#isForeign(value) ? this.wrap(value, prepare) : value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return Array.from(value, (item) => this.copy(item));
    const proto = getPrototypeOf(value);
    if (proto !== null && proto !== this.#mainRoot) return value;
    const table = Object.create(proto && Object.prototype);
    this.#copies?.set(value, table);
    return this.copyMembers(value, table);
  }

  /**
   * @param {Function} original a function or class of the main context
   * @param {function(Array): Array} [prepare] changes its arguments
   * @returns {Function} the one that stands for it; always the same one for a class
   */
  wrap(original, prepare) {
    const known = this.#classes.get(original);
    if (known !== undefined) return known;
    const isOne = isClass(original);
    const wrapped = isOne ? this.#wrapClass(original)
      : prepare === undefined ? this.#forward(original) : this.#forwardPrepared(original, prepare);
    this.#copies?.set(original, wrapped);
    const hasMembers = ownKeys(original).some((name) => !OF_FUNCTIONS.includes(name));
    if (hasMembers) this.copyMembers(original, wrapped, OF_FUNCTIONS);
    return wrapped;
  }

  // There is one of these for each of Node's functions in each copy, so they keep nothing but the original. As
  // methods, like Node's own functions, they have no prototype.
  #makeForward() {
    const adopt = (value) => this.adopt(value);
    return (original) => {
      const { name } = original;
      return {
        __proto__: null, // without a shape, of which each name would leave one behind
        [name](...args) {
          try {
            const result = apply(original, this, args);
            return typeof result === 'object' || typeof result === 'function' ? adopt(result) : result;
          } catch (error) {
            throw adopt(error); // node-do-not-add-exception-line: as in lib/stacks.js
          }
        },
      }[name];
    };
  }

  #forwardPrepared(original, prepare) {
    const forwarded = this.#forward(original);
    const { name } = original;
    return {
      __proto__: null,
      [name](...args) {
        return apply(forwarded, this, prepare(args));
      },
    }[name];
  }

  #wrapClass(original) {
    const realm = this;
    const wrapped = function (...args) {
      try {
        if (new.target === undefined) return realm.adopt(apply(original, this, args));
        const made = construct(original, args);
        const proto = new.target === wrapped ? realm.prototypeFor(original.prototype) : new.target.prototype;
        realm.adopt(made);
        setPrototypeOf(made, proto);
        return made;
      } catch (error) {
        throw realm.adopt(error); // node-do-not-add-exception-line: as in lib/stacks.js
      }
    };
    defineProperty(wrapped, 'name', { value: original.name, configurable: true });
    this.#classes.set(original, wrapped);
    const parent = getPrototypeOf(original);
    if (isClass(parent)) setPrototypeOf(wrapped, this.wrap(parent));
    defineProperty(wrapped, 'prototype', { value: this.prototypeFor(original.prototype) });
    return wrapped;
  }
}

/** Has V8 keep an object with many members in less memory, as one that others inherit from and that is used. */
function compact(object) {
  const user = Object.create(object);
  for (let i = 0; i < 2; i++) use(user);
}

function use(object) {
  return object.constructor;
}

function hidden(value) {
  return { value, writable: true, configurable: true };
}

/** Whether a function is there to make objects: it is a class, or has a prototype with more than a constructor. */
function isClass(value) {
  if (typeof value !== 'function' || typeof value.prototype !== 'object' || value.prototype === null) return false;
  return ownKeys(value.prototype).length > 1 || /^class\b/.test(Function.prototype.toString.call(value));
}

module.exports = { Realm, compact };
