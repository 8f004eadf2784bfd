'use strict';

const assert = require('node:assert/strict');

const { beginning, dump } = require('../../sim/trace/payload.js');
const { randomNumbers } = require('../native/support/random.js');

const WIDTH = 20;

/** Everything that a terminal could take for something else than a character with a picture. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/u;

describe('the payload of a line', () => {
  for (const [bytes, line] of [
    ['', '""'],
    ['21.5', '"21.5"'],
    ['{"t": 1}', '"{"t": 1}"'],
    ['a\tb\r\nc\\', '"a\\tb\\r\\nc\\\\"'],
    ['grün 漢字', '"grün 漢字"'],
    ['exactly 18 letters', '"exactly 18 letters"'],
    ['more than 18 letters', '"more than 18 lett"…'],
    ['\n'.repeat(10), '"\\n\\n\\n\\n\\n\\n\\n\\n"…'],
    [[0x40, 0x01, 0xff], '40 01 ff'],
    [[1, 2, 3, 4, 5, 6, 7], '01 02 03 04 05 06 07'],
    [[1, 2, 3, 4, 5, 6, 7, 8], '01 02 03 04 05 06 …'],
    // Escape sequences, what turns the direction of text round, a zero byte, half a character.
    ['\x1b[2J', '1b 5b 32 4a'],
    ['\u202eabc', 'e2 80 ae 61 62 63'],
    ['a\0', '61 00'],
    [[0x61, 0xc3], '61 c3'],
    ['\u2028', 'e2 80 a8'],
    ['\u009b31m', 'c2 9b 33 31 6d'],
  ]) {
    it(`of ${JSON.stringify(bytes)} is ${line}`, () => {
      assert.equal(beginning(Buffer.from(bytes), WIDTH), line);
    });
  }

  it('is cut between characters, not within one', () => {
    for (let length = 0; length < WIDTH + 4; length++) {
      assert.match(beginning(Buffer.from(`${'x'.repeat(length)}漢字漢字漢字漢字`), WIDTH), /^"x*(漢|字)*"…?$/);
    }
  });

  it('is safe and fits, whatever the bytes are', () => {
    const random = randomNumbers(1);
    for (let i = 0; i < 20000; i++) {
      // ASCII mostly, so that much of it is text.
      const bytes = Buffer.from(Array.from({ length: random(40) }, () => random(random(4) === 0 ? 256 : 128)));
      const line = beginning(bytes, WIDTH);
      assert.doesNotMatch(line, UNSAFE);
      assert.ok(line.length <= WIDTH, line);
    }
  });
});

describe('the dump of a payload', () => {
  it('has all bytes, sixteen in a line, and characters of ASCII alone beside them', () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const lines = dump(bytes);
    assert.equal(lines.length, 16);
    assert.equal(lines[4], '0040  40 41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e 4f  @ABCDEFGHIJKLMNO');
    assert.equal(lines[15], '00f0  f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 fa fb fc fd fe ff  ................');
    for (const line of lines) assert.match(line, /^[ -~]*$/);
    assert.deepEqual(dump(Buffer.from('end')), [`0000  65 6e 64${' '.repeat(39)}  end`]);
    assert.deepEqual(dump(Buffer.alloc(0)), []);
  });
});
