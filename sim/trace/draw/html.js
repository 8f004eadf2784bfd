'use strict';

// The page: one file that needs nothing else. Its style and scripts are let in by their hashes and everything else is
// kept out, so what a payload says is shown and never done.

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const PAGE = path.join(__dirname, 'page');
const UPLOT = path.dirname(require.resolve('uplot/package.json'));

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const read = (...parts) => fs.readFileSync(path.join(...parts), 'utf8');
const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const escape = (text) => text.replace(/[&<>"]/g, (character) => ESCAPES[character]);

/** The modules of page/ as one script. */
function bundle() {
  const names = fs.readdirSync(PAGE).filter((name) => name.endsWith('.js'));
  const modules = names.map((name) =>
    `${JSON.stringify(`./${name.slice(0, -3)}`)}: function (module, require) {\n${read(PAGE, name)}\n}`);
  return `{
const modules = {${modules.join(',\n')}};
const loaded = {};
const load = (name) => {
  if (!(name in loaded)) {
    const module = loaded[name] = { exports: {} };
    modules[name](module, load);
  }
  return loaded[name].exports;
};
load('./main');
}`;
}

/** An array of numbers, or bytes, for JSON. */
function pack(array) {
  const { buffer, byteOffset, byteLength } = array;
  const type = Buffer.isBuffer(array) ? 'Uint8Array' : array.constructor.name;
  return { type, base64: Buffer.from(buffer, byteOffset, byteLength).toString('base64') };
}

/** The data of the page as JSON. */
function encode({ arrows, payloads, ...model }, title) {
  const packAll = (arrays) => Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, pack(array)]));
  const data = { title, ...model, arrows: packAll(arrows), payloads: packAll(payloads) };
  // Nothing in it can end its element.
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

/**
 * @param {Model} model
 * @param {string} title
 * @returns {string}
 */
function htmlOf(model, title) {
  const style = `${read(UPLOT, 'dist', 'uPlot.min.css')}\n${read(PAGE, 'style.css')}`;
  // Its licence wants to be in each copy.
  const library = `/*\n${read(UPLOT, 'LICENSE')}*/\n${read(UPLOT, 'dist', 'uPlot.iife.min.js')}`;
  const script = bundle();
  const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; style-src ${hash(style)}; ` +
    `script-src ${hash(library)} ${hash(script)}`;
  const parts = { title: escape(title), policy, style, library, script, data: encode(model, title) };
  return read(PAGE, 'page.html').replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
}

module.exports = { htmlOf };
