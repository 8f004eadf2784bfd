'use strict';

// Chromium without a window, for tests of pages.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { pathToFileURL } = require('node:url');

const { chromium } = require('playwright-core');

const { skipSuite } = require('../../support/skip.js');

const PROGRAM = '/usr/bin/chromium';
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

/** A Mocha `before` hook. */
function requireChromium() {
  if (!process.env.CI && !fs.existsSync(PROGRAM)) skipSuite(this, `there is no ${PROGRAM}`);
}

/** One browser; it writes down what a page should not do: print to the console, fail, ask for another file. */
class Browser {
  #browser = null;
  #complaints = [];

  /**
   * @param {string} file an HTML file
   * @param {object} [options] of Playwright's browser.newPage()
   * @returns {Promise<Page>} of Playwright
   */
  async open(file, options = {}) {
    this.#browser ??= await chromium.launch({ executablePath: PROGRAM, args: FLAGS });
    const page = await this.#browser.newPage({ viewport: { width: 1200, height: 800 }, ...options });
    const url = pathToFileURL(file).href;
    page.on('console', (message) => this.#complaints.push(message.text()));
    page.on('pageerror', (error) => this.#complaints.push(error.stack));
    page.on('dialog', (dialog) => this.#complaints.push(dialog.message()));
    page.on('request', (request) => {
      if (request.url() !== url) this.#complaints.push(request.url());
    });
    await page.goto(url);
    return page;
  }

  /** Closes all pages. They have done nothing that they should not. */
  async check() {
    for (const context of this.#browser?.contexts() ?? []) await context.close();
    assert.deepEqual(this.#complaints.splice(0), []);
  }

  async close() {
    await this.#browser?.close();
  }
}

module.exports = { Browser, requireChromium };
