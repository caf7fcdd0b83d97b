/** Colours that tell classes apart, on the background of the theme. */
import { fromOklab, luminance, type Rgb } from '../../../src/insight/pictures/colour.ts';

/** Chroma in OKLCH: the distance from grey. */
const chroma = 0.14;

/**
 * Hues once around the wheel, in turns light and deep, so that neighbours on the wheel differ in both. In the
 * lightness that stands out from `background`.
 */
export function classColours(count: number, background: Rgb): Rgb[] {
  const lightness = luminance(background) < 0.2 ? [0.84, 0.66] : [0.62, 0.45];
  return Array.from({ length: count }, (_, label) => {
    const hue = (2 * Math.PI * (label + 0.1)) / count;
    return fromOklab([lightness[label % 2]!, chroma * Math.cos(hue), chroma * Math.sin(hue)]);
  });
}

export const cssColour = (colour: Rgb): string => `rgb(${colour.join(' ')})`;
