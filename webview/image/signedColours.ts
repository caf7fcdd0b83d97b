/** The colours of signed values, from the theme, with its background for zero. */
import type { Rgb } from '../../src/insight/pictures/colour.ts';
import type { Theme } from '../theme.ts';

/** Colours of the most negative value, zero and the most positive: blue through the background to red, as in charts. */
export const signedColours = (theme: Theme): readonly [negative: Rgb, zero: Rgb, positive: Rgb] => [
  theme.rgb('--vscode-charts-blue', [55, 148, 255]),
  theme.background,
  theme.rgb('--vscode-charts-red', [241, 76, 76]),
];
