'use strict';

// Names and literals: which variable an identifier means, what was written to it, and what is plain to see of a value.

const ASSIGNMENTS = new Set(['=', '||=', '&&=', '??=']);
const FUNCTIONS = new Set(['ArrowFunctionExpression', 'FunctionDeclaration', 'FunctionExpression']);
const TRANSPARENT = new Set(['ChainExpression', 'TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression',
  'TSTypeAssertion']);
const BYTE_ARRAYS = new Set(['BigInt64Array', 'BigUint64Array', 'DataView', 'Float16Array', 'Float32Array',
  'Float64Array', 'Int16Array', 'Int32Array', 'Int8Array', 'Uint16Array', 'Uint32Array', 'Uint8Array',
  'Uint8ClampedArray']);

/** The expression itself, without what does not change its value: `(a?.b)`, `a!`, `a as T`. */
function unwrap(node) {
  while (TRANSPARENT.has(node.type)) node = node.expression;
  return node;
}

function isFunctionNode(node) {
  return FUNCTIONS.has(node.type);
}

/** `null` or `void 0`: what a variable holds while it holds nothing. */
function isNothing(node) {
  return (node.type === 'Literal' && node.value === null && node.raw === 'null') ||
    (node.type === 'UnaryExpression' && node.operator === 'void');
}

/** The node that an expression stands in, past what does not change its value. */
function parentOf(node) {
  let { parent } = node;
  while (TRANSPARENT.has(parent.type)) ({ parent } = parent);
  return parent;
}

/** What a declarator or an assignment gives to its target; undefined where it gives nothing that can be seen. */
function givenTo(target) {
  const { parent } = target;
  if (parent.type === 'VariableDeclarator' && parent.id === target) return parent.init ?? undefined;
  if (parent.type === 'AssignmentExpression' && parent.left === target && ASSIGNMENTS.has(parent.operator)) {
    return parent.right;
  }
  return undefined;
}

class Bindings {
  #references = new Map();
  #scopeManager;
  #writtenGlobals;

  /** @param {object} scopeManager ESLint's, of the file */
  constructor(scopeManager) {
    this.#scopeManager = scopeManager;
    for (const { references } of scopeManager.scopes) {
      for (const reference of references) this.#references.set(reference.identifier, reference);
    }
  }

  /** The variable that an identifier means; null for a name that the file does not declare. */
  variableOf(identifier) {
    const variable = this.#references.get(identifier)?.resolved ?? null;
    return variable === null || variable.defs.length === 0 ? null : variable;
  }

  /** Whether a node is this name, and means what the language or the runtime has under it. */
  isGlobal(node, name) {
    return node.type === 'Identifier' && node.name === name && this.variableOf(node) === null;
  }

  /** The variables that a function is declared in: by its own name, and by the var that it is written to. */
  functionNames(node) {
    const own = this.#scopeManager.getDeclaredVariables(node)
      .filter(({ defs }) => defs.some(({ type }) => type === 'FunctionName'));
    const { parent } = node;
    return parent.type === 'VariableDeclarator' ? [...own, ...this.#scopeManager.getDeclaredVariables(parent)] : own;
  }

  /** Whether an import brings in a TypeScript type, which nothing is left of when the script runs. */
  isType(specifier) {
    if (specifier.importKind === 'type' || specifier.parent.importKind === 'type') return true;
    const references = this.#scopeManager.getDeclaredVariables(specifier).flatMap((variable) => variable.references);
    return references.length > 0 && references.every(({ isTypeReference }) => isTypeReference === true);
  }

  /** The references to names that the file does not declare. */
  globalReferences() {
    return [...this.#references.values()].filter(({ identifier }) => this.variableOf(identifier) === null);
  }

  /** Whether the file writes a global of this name itself. */
  isWrittenGlobal(name) {
    this.#writtenGlobals ??= new Set(this.globalReferences().filter((reference) => reference.isWrite())
      .map(({ identifier }) => identifier.name));
    return this.#writtenGlobals.has(name);
  }

  /** The variables that a declarator declares, or the one that a function declares as a parameter. */
  declaredBy(node, parameter = null) {
    const variables = this.#scopeManager.getDeclaredVariables(node);
    return parameter === null ? variables : variables.filter(({ identifiers }) => identifiers.includes(parameter));
  }

  /** The function that a name is sure to mean; null for anything else. */
  functionOf(identifier) {
    const variable = this.variableOf(identifier);
    if (variable === null) return null;
    if (variable.defs.length === 1 && variable.defs[0].type === 'FunctionName') {
      return this.writesOf(variable).length === 0 ? variable.defs[0].node : null;
    }
    const value = this.onlyValueOf(identifier);
    return value !== null && isFunctionNode(value) ? value : null;
  }

  /** The identifiers through which a variable is written. */
  writesOf(variable) {
    return variable.references.filter((reference) => reference.isWrite()).map(({ identifier }) => identifier);
  }

  /** The identifiers through which a variable is read. */
  readsOf(variable) {
    return variable.references.filter((reference) => reference.isRead()).map(({ identifier }) => identifier);
  }

  /** What a variable declared by var, let or const holds, where it is written once; else null. */
  onlyValueOf(identifier) {
    const variable = this.variableOf(identifier);
    if (variable === null || variable.defs.some(({ type }) => type !== 'Variable')) return null;
    const writes = this.writesOf(variable);
    return writes.length === 1 ? givenTo(writes[0]) ?? null : null;
  }

  /** The string that an expression is sure to be; null where that is not plain to see. */
  stringOf(node) {
    node = unwrap(node);
    if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
    if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0].value.cooked;
    if (node.type !== 'Identifier') return null;
    const value = this.onlyValueOf(node);
    // Of a name only a literal, so that names that mean each other end here.
    return value !== null && value.type !== 'Identifier' ? this.stringOf(value) : null;
  }

  /** The name of a member, a property or a method; null where it is computed at run time. */
  nameOf(node) {
    const key = node.type === 'MemberExpression' ? node.property : node.key;
    if (!node.computed) return key.type === 'Identifier' ? key.name : String(key.value);
    if (key.type === 'MemberExpression' && !key.computed && this.isGlobal(key.object, 'Symbol')) {
      return `[Symbol.${key.property.name}]`;
    }
    return this.stringOf(key);
  }

  /** The object literal that an expression is sure to be; null where that is not plain to see. */
  literalOf(node) {
    node = unwrap(node);
    if (node.type === 'ObjectExpression') return node;
    if (node.type !== 'Identifier') return null;
    const value = this.onlyValueOf(node);
    if (value === null || value.type !== 'ObjectExpression') return null;
    const changed = this.readsOf(this.variableOf(node)).some((identifier) => {
      const { parent } = identifier;
      return parent.type === 'MemberExpression' && parent.object === identifier && givenTo(parent) !== undefined;
    });
    return changed ? null : value;
  }

  /** Whether an expression is sure to be a function. */
  isFunction(node) {
    node = unwrap(node);
    if (isFunctionNode(node)) return true;
    if (node.type === 'CallExpression') {
      return node.callee.type === 'MemberExpression' && this.nameOf(node.callee) === 'bind';
    }
    if (node.type !== 'Identifier') return false;
    return this.functionOf(node) !== null;
  }

  /** The name of the typed array or DataView that an expression is sure to be; null for anything else. */
  byteArrayOf(node) {
    node = unwrap(node);
    if (node.type === 'Identifier') {
      const value = this.onlyValueOf(node);
      return value === null || value.type === 'Identifier' ? null : this.byteArrayOf(value);
    }
    if (node.type === 'NewExpression') return this.#byteArrayClass(node.callee);
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return null;
    return ['from', 'of'].includes(this.nameOf(node.callee)) ? this.#byteArrayClass(node.callee.object) : null;
  }

  #byteArrayClass(node) {
    return BYTE_ARRAYS.has(node.name) && this.isGlobal(node, node.name) ? node.name : null;
  }
}

module.exports = { Bindings, givenTo, isFunctionNode, isNothing, parentOf, unwrap };
