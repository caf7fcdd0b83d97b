import assert from 'node:assert/strict';
import { contrast, type Rgb } from '../../../../src/insight/pictures/colour.ts';
import { classColours } from '../../../../webview/viewer/embedding/classColours.ts';

for (const [theme, background] of Object.entries({
  dark: [18, 19, 20],
  light: [255, 255, 255],
  'high contrast': [0, 0, 0],
} satisfies Record<string, Rgb>)) {
  describe(`colours of classes on ${theme}`, () => {
    for (const count of [2, 10, 20]) {
      it(`can be seen, ${count} of them`, () => {
        for (const colour of classColours(count, background)) assert.ok(contrast(colour, background) >= 3, `${colour}`);
      });
    }

    it('can be told apart, ten of them', () => {
      const colours = classColours(10, background);
      const far = ([r, g, b]: Rgb, [r2, g2, b2]: Rgb) => Math.hypot(r - r2, g - g2, b - b2);
      for (const [i, one] of colours.entries())
        for (const other of colours.slice(0, i)) assert.ok(far(one, other) > 30, `${one} and ${other}`);
    });
  });
}
