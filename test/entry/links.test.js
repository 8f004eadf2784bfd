'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const { ROOT } = require('../support/project.js');

const PAGES = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'];
const DOCS = fs.readdirSync(path.join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
const FILES = [...PAGES, ...DOCS.map((name) => `docs/${name}`)];

function read(file) {
  // What stands in code is no link and no heading.
  return fs.readFileSync(file, 'utf8').replace(/^```.*?^```$/gms, '');
}

/** The anchors of a Markdown file's headings, as GitHub makes them. */
function anchorsOf(file) {
  return Array.from(read(file).matchAll(/^#+ (.*)$/gm), ([, heading]) =>
    heading.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-'));
}

describe('the links in', () => {
  for (const file of FILES) {
    it(`${file} lead somewhere`, () => {
      const absolute = path.join(ROOT, file);
      const links = Array.from(read(absolute).matchAll(/\]\(([^)]+)\)/g), ([, link]) => link);
      for (const link of links.filter((target) => !target.startsWith('https:'))) {
        const [, name, anchor] = /^([^#]*)#?(.*)$/.exec(link);
        const target = name === '' ? absolute : path.join(path.dirname(absolute), name);
        assert.ok(fs.existsSync(target), `${link}: no such file`);
        if (anchor !== '') assert.ok(anchorsOf(target).includes(anchor), `${link}: no such heading`);
      }
    });
  }
});
