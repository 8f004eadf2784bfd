'use strict';

/* global OffscreenCanvas, document, window -- in functions that run in the page */

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const { prepareCapture } = require('../../sim/trace/capture');
const { draw } = require('../../sim/trace/draw/draw');
const { FATES } = require('../../sim/trace/draw/page/fates');
const { makeDirectory, removeProjects } = require('../support/project.js');
const { Browser, requireChromium } = require('./support/browser.js');
const { record, recordCopy } = require('./support/story.js');

const SENSOR = 40001;
const GATEWAY = 41234;
const HOSTILE = '</script><img src=x onerror="alert(1)"><!--<script>';
const BINARY = Buffer.from([0, 1, 2, 0xff, 0xfe, 27]);
const COPIES = 100;
const MANY = 100000;

const there = { local: SENSOR, peer: GATEWAY };
const back = { local: GATEWAY, peer: SENSOR };

describe('the page of a picture', function () {
  this.timeout(120000);

  const browser = new Browser();
  let directory;

  before(requireChromium);
  before(() => {
    directory = makeDirectory({});
    drawStory();
    drawFleet();
  });
  afterEach(() => browser.check());
  after(() => browser.close());
  after(removeProjects);

  const capture = (name) => path.join(directory, `${name}.pcapng`);
  const picture = (name) => path.join(directory, `${name}.html`);

  /** A reading that is answered, one that is lost and sent again, and what else there can be. */
  function drawStory() {
    const sensor = record(capture('sensor'), 'sensor.js');
    const gateway = record(capture('gateway'), 'gateway.js');
    sensor.send(0, { ...there, bytes: 'reading 1', delays: [40] });
    gateway.receive(41, { ...back, bytes: 'reading 1' });
    gateway.send(42, { ...back, bytes: 'ack 1' });
    sensor.receive(43, { ...there, bytes: 'ack 1', delays: [30] });
    sensor.send(300, { ...there, bytes: 'reading 2', lost: 'lost' });
    sensor.send(1300, { ...there, bytes: 'reading 2', delays: [35, 50] });
    gateway.receive(1335, { ...back, bytes: 'reading 2' });
    gateway.receive(1350, { ...back, bytes: 'reading 2' });
    sensor.send(1400, { ...there, bytes: HOSTILE });
    gateway.receive(1401, { ...back, bytes: HOSTILE, lost: 'overflowed' });
    sensor.send(1500, { ...there, bytes: BINARY, error: -13 });
    for (const board of [sensor, gateway]) board.end();
    draw([capture('sensor'), capture('gateway')], picture('story'), 'sensor.js');
  }

  /** A fleet whose copies ask a gateway, which is not recorded: 100,000 datagrams. */
  function drawFleet() {
    prepareCapture({ file: capture('fleet'), name: 'client.js', first: 0, count: COPIES });
    const copies = Array.from({ length: COPIES }, (_, index) => recordCopy(capture('fleet'), 'client.js', index));
    for (let round = 0; round < MANY / COPIES / 2; round++) {
      copies.forEach((copy, i) => {
        const about = { local: 20000 + i, peer: GATEWAY, bytes: `question ${round}` };
        const time = round * 100 + i;
        copy.send(time, { ...about, delays: [10 + i % 30], lost: i % 50 === 7 ? 'lost' : null });
        copy.receive(time + 60, { ...about, bytes: `answer ${round}`, delays: [5] });
      });
    }
    for (const copy of copies) copy.end();
    draw([capture('fleet')], picture('fleet'), 'a fleet');
  }

  /** What a page has of each arrow. */
  const arrowsOn = (page) => page.evaluate(() => {
    const { arrows, length } = window.run;
    return Array.from({ length }, (_, i) => ({
      from: window.run.nameOf(arrows.from[i]), to: window.run.nameOf(arrows.to[i]), fate: arrows.fate[i],
      text: window.run.labelOf(i), state: window.run.stateOf(i), sent: Math.round(arrows.begin[i]),
    }));
  });

  const text = (page, selector) => page.locator(selector).innerText();
  const facts = async (page) => Object.fromEntries(await page.locator('#details dt').evaluateAll((names) =>
    names.map((name) => [name.textContent, name.nextSibling.textContent])));

  /** The first rows of boards: what is in their cells. */
  async function rowsOf(page, count) {
    const rows = await page.locator('#boards .rows [role=row]').evaluateAll((all) =>
      all.map((row) => Array.from(row.children, (cell) => cell.textContent)));
    return rows.slice(0, count).map((cells) => cells.slice(0, 5));
  }

  /** The first and the last time at the axis of the first curves, in s. */
  const timesOf = (page) => page.evaluate(() => window.curves.range);

  /** The middle of an arrow on the screen. */
  const placeOf = (page, arrow) => page.evaluate((number) => {
    const { left, top } = document.getElementById('canvas').getBoundingClientRect();
    const { x, y } = window.chart.placeOf(number);
    return { x: left + x, y: top + y };
  }, arrow);

  /** The pixels of a small square of the chart, as bytes: red, green, blue, alpha. */
  const pixelsAt = (page, { x, y }, selector = '#canvas') => page.locator(selector).evaluate((canvas, [left, top]) => {
    const box = canvas.getBoundingClientRect();
    const context = new OffscreenCanvas(5, 5).getContext('2d', { willReadFrequently: true });
    context.drawImage(canvas, box.left - left + 2, box.top - top + 2);
    return Array.from(context.getImageData(0, 0, 5, 5).data);
  }, [x, y]);

  /** Whether there is anything on the paper. */
  const isInked = async (page, place) => (await pixelsAt(page, place)).some((value) => value < 200);

  describe('for a few boards', () => {
    it('has what was sent, and shows it in a chart', async () => {
      const page = await browser.open(picture('story'));
      const [sensor, gateway] = ['sensor.js', 'gateway.js'];
      assert.deepEqual((await arrowsOn(page)).map((arrow) => ({ ...arrow, fate: FATES[arrow.fate] })), [
        { from: sensor, to: gateway, fate: 'arrived', text: 'reading 1', state: 'arrived', sent: 0 },
        { from: gateway, to: sensor, fate: 'arrived', text: 'ack 1', state: 'arrived', sent: 42 },
        { from: sensor, to: gateway, fate: 'lost', text: 'reading 2', state: 'lost (chance)', sent: 300 },
        { from: sensor, to: gateway, fate: 'arrived', text: 'reading 2', state: 'arrived', sent: 1300 },
        { from: sensor, to: gateway, fate: 'arrived', text: 'reading 2', state: 'arrived', sent: 1300 },
        { from: sensor, to: gateway, fate: 'lost', text: HOSTILE, state: 'lost (queue full)', sent: 1400 },
        { from: sensor, to: gateway, fate: 'refused', text: '00 01 02 ff fe 1b', state: 'refused: EACCES', sent: 1500 },
      ]);
      assert.ok(await page.locator('#canvas').isVisible());
      for (let arrow = 0; arrow < 7; arrow++) assert.ok(await isInked(page, await placeOf(page, arrow)), `${arrow}`);
      const { x, y } = await placeOf(page, 0);
      assert.ok(!await isInked(page, { x, y: y + 30 }), 'between two arrows there is nothing');
      assert.match(await page.locator('#scroller').getAttribute('aria-label'), /7 datagrams between 2 sockets/);
    });

    it('says how many were sent, arrived and were lost', async () => {
      const page = await browser.open(picture('story'));
      assert.equal((await text(page, '#summary')).replace(/\s+/g, ' '), 'sent 6 arrived 4 lost (chance) 1 ' +
        'lost (queue full) 1 refused: EACCES 1 sent again 1 in all 1.50 s');
      assert.match(await text(page, '#legend'), /arrived.*lost.*refused.*duplicate.*sent again/s);
    });

    it('shows the bytes under the pointer, and keeps what was clicked', async () => {
      const page = await browser.open(picture('story'));
      const { x, y } = await placeOf(page, 1);
      await page.mouse.move(x, y);
      await page.locator('#details h2', { hasText: 'Datagram 2' }).waitFor();
      assert.equal(await text(page, '#details pre.text'), 'ack 1');
      assert.equal(await text(page, '#details pre.hex'), '0000  61 63 6b 20 31           ack 1');
      assert.deepEqual(await facts(page), {
        From: 'gateway.js 127.0.0.1:41234', To: 'sensor.js 127.0.0.1:40001', Size: '5 bytes', Sent: '0.042000 s',
        Came: '0.043000 s', Arrived: '0.073000 s (31.0 ms later)', Answers: 'number 1, 73.0 ms after it was sent',
        TTL: '64',
      });
      await page.mouse.move(x, y + 40);
      assert.match(await text(page, '#details'), /Point at an arrow/);
      await page.mouse.click(x, y);
      await page.mouse.move(x, y + 40);
      assert.match(await text(page, '#details'), /Datagram 2/);
    });

    it('shows bytes at a tap on a small screen', async () => {
      const page = await browser.open(picture('story'), { viewport: { width: 380, height: 720 }, hasTouch: true });
      const { x, y } = await placeOf(page, 0);
      await page.touchscreen.tap(x, y);
      assert.equal(await text(page, '#details pre.text'), 'reading 1');
      await page.locator('#close-details').tap();
      assert.ok(await page.locator('#details').isHidden());
    });

    it('goes from one datagram to the next by keys, and says which', async () => {
      const page = await browser.open(picture('story'));
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('End');
      assert.match(await text(page, '#live'), /^Number 7: 6 bytes from sensor.js 127.0.0.1:40001 to .* refused: EACCES/);
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      assert.match(await text(page, '#live'), /^Number 5: .*, a duplicate: arrived after 50/);
      await page.locator('#details button', { hasText: 'number 4' }).click();
      assert.match(await text(page, '#live'), /^Number 4: 9 bytes .* sent again \(before: number 3\): arrived after 35/);
      await page.keyboard.press('Escape');
      assert.match(await text(page, '#details'), /Point at an arrow/);
    });

    it('zooms by keys and buttons, and shortens idle time if it is asked to', async () => {
      const page = await browser.open(picture('story'));
      const height = () => page.locator('#extent').evaluate((extent) => extent.clientHeight);
      const first = await height();
      await page.keyboard.press('+');
      const larger = await height();
      assert.ok(larger > first, `${larger} > ${first}`);
      await page.keyboard.press('-');
      await page.keyboard.press('-');
      assert.ok(await height() < first);
      await page.keyboard.press('0');
      assert.equal(await height(), first);
      await page.locator('#zoom-in').click();
      assert.equal(await height(), larger);
      await page.locator('#zoom-reset').click();
      await page.locator('#skip').uncheck();
      assert.ok(await height() > 2 * first);
    });

    it('finds text and ports', async () => {
      const page = await browser.open(picture('story'));
      await page.keyboard.press('/');
      await page.keyboard.type('READING 2');
      assert.equal(await text(page, '#found'), '3 found');
      await page.keyboard.press('Enter');
      assert.match(await text(page, '#live'), /^Number 3:/);
      assert.equal(await text(page, '#found'), '1 of 3');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Shift+Enter');
      await page.keyboard.press('Shift+Enter');
      assert.match(await text(page, '#live'), /^Number 5:/);
      for (const [query, found] of [['41234', '7 found'], ['4123', '0 found'], ['queue full', '1 found']]) {
        await page.locator('#query').fill(query);
        assert.equal(await text(page, '#found'), found);
      }
    });

    it('shows a payload of markup as text, and does nothing with it', async () => {
      const page = await browser.open(picture('story'));
      await page.evaluate(() => window.chart.select(5));
      assert.equal(await text(page, '#details pre.text'), HOSTILE);
      assert.equal(await page.locator('img').count(), 0);
      assert.equal(await page.locator('script').count(), 3);
    });

    it('lets nothing in but its own script and style', async () => {
      const html = fs.readFileSync(picture('story'), 'utf8');
      const file = picture('hostile');
      const refused = '<script>window.isHostile = true</script><img src="x.png">';
      fs.writeFileSync(file, html.replace('<header>', `${refused}<header>`));
      const other = new Browser();
      try {
        const page = await other.open(file);
        assert.equal(await page.evaluate(() => window.isHostile), undefined);
        // The browser says so: for the script, and for the picture.
        await assert.rejects(other.check(), /Content Security Policy/);
      } finally {
        await other.close();
      }
    });

    it('is drawn in the colours that the system asks for', async () => {
      const colours = [];
      for (const colorScheme of ['light', 'dark']) {
        const page = await browser.open(picture('story'), { colorScheme });
        colours.push((await pixelsAt(page, await page.locator('#canvas').boundingBox())).slice(-4, -1));
      }
      assert.deepEqual(colours[0], [255, 255, 255]);
      assert.ok(Math.max(...colours[1]) < 50, String(colours[1]));
    });

    it('prints all of the chart, on white', async () => {
      const page = await browser.open(picture('story'), { colorScheme: 'dark' });
      await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
      await page.emulateMedia({ media: 'print' });
      const paper = page.locator('#paper canvas');
      assert.equal(await paper.count(), 1);
      const pixels = await pixelsAt(page, await paper.boundingBox(), '#paper canvas');
      assert.deepEqual(pixels.slice(-4), [255, 255, 255, 255]);
      assert.ok(await page.locator('#scroller').isHidden());
      assert.ok((await page.pdf()).length > 10000);
    });
  });

  describe('for many boards', () => {
    it('shows curves, and a row for each board', async () => {
      const page = await browser.open(picture('fleet'));
      assert.deepEqual(await page.locator('figcaption').allInnerTexts(),
        ['Sent and arrived, datagrams a second', 'Lost, datagrams a second', 'In flight, datagrams', 'Round trip, ms']);
      assert.deepEqual(await page.locator('.uplot').evaluateAll((plots) => plots.map((plot) =>
        Array.from(plot.querySelectorAll('.u-series th .u-label'), (label) => label.textContent))), [
        ['time', 'sent', 'arrived'], ['time', 'lost (chance)'], ['time', 'in flight'],
        ['time', 'median', '90 %', '99 %'],
      ]);
      assert.equal(await page.locator('#boards').getAttribute('aria-rowcount'), String(COPIES + 2));
      assert.deepEqual(await rowsOf(page, 2), [
        ['127.0.0.1:41234', '50,000', '49,000', '0', '\u2013'], ['client.js #0', '500', '500', '0', '65.0 ms'],
      ]);
    });

    it('has only those rows in the document that can be seen', async () => {
      const page = await browser.open(picture('fleet'));
      const rows = page.locator('#boards .rows [role=row]');
      assert.ok(await rows.count() < COPIES / 2);
      await page.locator('#curves').evaluate((curves) => curves.scrollTo(0, curves.scrollHeight));
      await rows.getByText('client.js #99').waitFor();
    });

    it('prints all rows', async () => {
      const page = await browser.open(picture('fleet'));
      await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
      assert.equal(await page.locator('#boards .rows [role=row]').count(), COPIES + 1);
    });

    it('sorts the rows', async () => {
      const page = await browser.open(picture('fleet'));
      await page.locator('#boards .head button', { hasText: 'Lost' }).click();
      assert.deepEqual((await rowsOf(page, 3)).map(([name, , , lost]) => [name, lost]),
        [['client.js #7', '500'], ['client.js #57', '500'], ['127.0.0.1:41234', '0']]);
      assert.equal(await page.locator('#boards [aria-sort=descending]').innerText(), 'Lost');
    });

    it('shows the chart of a board that is picked', async () => {
      const page = await browser.open(picture('fleet'));
      await page.locator('#boards [role=row]', { hasText: 'client.js #7' }).click();
      assert.equal(await text(page, '#all-boards'), 'Only client.js #7 \u00d7');
      assert.match(await page.locator('#scroller').getAttribute('aria-label'), /1000 datagrams between 2 sockets/);
      assert.match((await text(page, '#summary')).replace(/\s+/g, ' '), /sent 1,000 arrived 500 lost \(chance\) 500/);
      await page.locator('#all-boards').click();
      assert.match(await page.locator('#scroller').getAttribute('aria-label'), /100000 datagrams between 101 sockets/);
    });

    it('finds the boards that have what is searched', async () => {
      const page = await browser.open(picture('fleet'));
      await page.locator('#query').fill('20042');
      assert.equal(await text(page, '#found'), '1,000 found');
      assert.deepEqual((await rowsOf(page, 5)).map(([name]) => name), ['127.0.0.1:41234', 'client.js #42']);
    });

    it('zooms curves by keys and with the pointer', async () => {
      const page = await browser.open(picture('fleet'));
      const first = await timesOf(page);
      await page.keyboard.press('+');
      const zoomed = await timesOf(page);
      assert.ok(zoomed.from > first.from && zoomed.to < first.to);
      await page.keyboard.press('ArrowRight');
      assert.ok((await timesOf(page)).from > zoomed.from);
      await page.keyboard.press('0');
      assert.deepEqual(await timesOf(page), first);
      const { x: left, y: top, width } = await page.locator('.u-over').first().boundingBox();
      await page.mouse.move(left + width / 4, top + 50);
      await page.mouse.down();
      await page.mouse.move(left + width / 2, top + 50, { steps: 4 });
      await page.mouse.up();
      const dragged = await timesOf(page);
      assert.ok(dragged.from > first.from && dragged.to < first.to);
    });

    it('draws 100,000 datagrams: some of them, and each one where one looks closer', async () => {
      const page = await browser.open(picture('fleet'));
      await page.locator('#show-chart').click();
      for (let i = 0; i < 12; i++) await page.keyboard.press('-');
      await page.locator('#notice', { hasText: /One of \d+ datagrams is drawn/ }).waitFor();
      for (let i = 0; i < 14; i++) await page.keyboard.press('+');
      await page.locator('#notice').waitFor({ state: 'hidden' });
      await page.locator('#scroller').focus();
      await page.keyboard.press('End');
      assert.match(await text(page, '#live'), /^Number 100000:/);
      await page.evaluate(() => window.chart.draw());
      assert.ok(await isInked(page, await placeOf(page, MANY - 1)));
      await page.locator('#scroller').evaluate((scroller) => scroller.scrollTo(0, 0));
      await page.evaluate(() => window.chart.draw());
      assert.ok(await isInked(page, await placeOf(page, 0)));
    });
  });

  it('shows what is known of an answer that was lost', async () => {
    const board = record(capture('answer'), 'sensor.js');
    board.send(0, { ...there, bytes: 'reading' });
    board.receive(5, { ...there, bytes: 'ack', lost: 'lost' });
    board.end();
    draw([capture('answer')], picture('answer'), 'sensor.js');
    const page = await browser.open(picture('answer'));
    await page.evaluate(() => window.chart.select(1));
    assert.deepEqual(await facts(page), {
      From: '127.0.0.1:41234', To: 'sensor.js 127.0.0.1:40001', Size: '3 bytes', Came: '0.005000 s',
      Answers: 'number 1', TTL: '64',
    });
  });

  it('shows names of markup as text', async () => {
    const board = record(capture('name'), HOSTILE);
    board.send(0, { ...there, bytes: 'reading' });
    board.end();
    draw([capture('name')], picture('name'), HOSTILE);
    const page = await browser.open(picture('name'));
    assert.equal(await text(page, 'h1'), HOSTILE);
    await page.locator('#show-curves').click();
    assert.deepEqual((await rowsOf(page, 2)).map(([name]) => name).sort(), ['127.0.0.1:41234', HOSTILE]);
    assert.equal(await page.locator('img').count(), 0);
  });

  it('says so where there is nothing', async () => {
    record(capture('empty'), 'idle.js').end();
    draw([capture('empty')], picture('empty'), 'idle.js');
    const page = await browser.open(picture('empty'));
    assert.match(await text(page, '#summary'), /No datagrams were sent or received/);
    assert.match(await text(page, '#details'), /There is nothing to show/);
    await page.locator('#show-curves').click();
    await page.locator('#zoom-in').click();
    assert.equal(await text(page, 'body').then((body) => body.includes('NaN')), false);
  });
});
