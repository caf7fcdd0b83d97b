import assert from 'node:assert/strict';
import {
  contrast,
  divergingMap,
  lookUp,
  luminance,
  parseColour,
  type Rgb,
} from '../../../src/insight/pictures/colour.ts';

const blue: Rgb = [55, 148, 255];
const red: Rgb = [241, 76, 76];
const dark: Rgb = [31, 31, 31];

const unpack = (colour: number): Rgb => [colour & 255, (colour >> 8) & 255, colour >> 16];

describe('parseColour', () => {
  it('reads what themes write', () => {
    assert.deepEqual(parseColour('#3794ff'), blue);
    assert.deepEqual(parseColour(' #F00 '), [255, 0, 0]);
    assert.deepEqual(parseColour('rgb(1, 2, 3)'), [1, 2, 3]);
    assert.deepEqual(parseColour('rgb(1 2 3 / 50%)', [11, 12, 13]), [6, 7, 8]);
    assert.deepEqual(parseColour('rgba(255, 255, 255, 0.7)', [0, 0, 0]), [178.5, 178.5, 178.5]);
    assert.deepEqual(parseColour('#ffffff00', dark), dark);
  });

  it('says when it cannot', () => {
    for (const text of ['', 'red', '#12', 'rgb(1, 2)', 'var(--x)']) {
      assert.equal(parseColour(text), null, text);
    }
  });
});

describe('divergingMap', () => {
  const map = divergingMap(blue, dark, red);

  it('has the given colours at its ends and its middle', () => {
    for (const [value, expected] of [
      [-0.4, blue],
      [0, dark],
      [0.4, red],
    ] as const) {
      const colour = unpack(lookUp(map, value, 0.4));
      for (const [channel, amount] of colour.entries()) {
        assert.ok(Math.abs(amount - expected[channel]!) <= 1, `${value}: ${colour}, not ${expected}`);
      }
    }
  });

  it('grows lighter from zero to both ends, and darker on a light background', () => {
    for (const [background, sign] of [
      [dark, 1],
      [[255, 255, 255], -1],
    ] as const) {
      const light = divergingMap(blue, background, red);
      for (const end of [-1, 1]) {
        const steps = [0, 0.2, 0.4, 0.6, 0.8, 1].map((t) => luminance(unpack(lookUp(light, end * t, 1))));
        for (let i = 1; i < steps.length; i++) {
          assert.ok(sign * (steps[i]! - steps[i - 1]!) > 0, `${background}: ${steps}`);
        }
      }
    }
  });

  it('gives what is beyond the scale the end colours, and all of a zero scale the middle', () => {
    assert.equal(lookUp(map, 9, 0.4), lookUp(map, 0.4, 0.4));
    assert.equal(lookUp(map, 0, 0), lookUp(map, 0, 1));
  });
});

describe('luminance', () => {
  it('is that of WCAG', () => {
    assert.equal(luminance([0, 0, 0]), 0);
    assert.equal(luminance([255, 255, 255]), 1);
    // The contrast of #777 on white is the textbook 4.48.
    assert.ok(Math.abs(contrast([0x77, 0x77, 0x77], [255, 255, 255]) - 4.48) < 0.005);
    assert.equal(contrast([0, 0, 0], [255, 255, 255]), 21);
  });
});
