/** The colours of a picture: the editor's, or those for paper. */
import type { Rgb } from '../../../src/insight/pictures/colour.ts';
import type { Ink, Palette, Tint } from './marks.ts';

export interface Colours {
  readonly background: Rgb;
  readonly foreground: Rgb;
  readonly muted: Rgb;
  readonly kernel: Rgb;
  readonly tints: Readonly<Record<Tint, Rgb>>;
  /** Only lines, for high-contrast themes. */
  readonly linesOnly: boolean;
}

/** Shares of a tint in the sides of a body, as if lit from the top left. */
const shades = { front: 0.28, top: 0.16, side: 0.42 } as const;

export function paletteOf(colours: Colours): Palette {
  const { background, foreground, muted, kernel, tints, linesOnly } = colours;
  const mix = (colour: Rgb, share: number) =>
    css(colour.map((value, i) => value * share + background[i]! * (1 - share)));
  const bodies = (Object.keys(tints) as Tint[]).flatMap((tint): [Ink, string][] => [
    [`${tint}.line`, css(tints[tint])],
    ...(['front', 'top', 'side'] as const).map((side): [Ink, string] => [
      `${tint}.${side}`,
      linesOnly ? css(background) : mix(tints[tint], shades[side]),
    ]),
  ]);
  return {
    ...(Object.fromEntries(bodies) as Record<Extract<Ink, `${Tint}.${string}`>, string>),
    background: css(background),
    text: css(foreground),
    muted: css(muted),
    edge: css(muted),
    frame: mix(foreground, linesOnly ? 1 : 0.55),
    kernel: css(kernel),
    kernelFill: translucent(kernel),
  };
}

const white: Rgb = [255, 255, 255];
const black: Rgb = [20, 20, 20];

/** Ink on paper. */
export const print: Palette = paletteOf({
  background: white,
  foreground: black,
  muted: [70, 70, 70],
  kernel: [200, 30, 30],
  tints: {
    convolution: [31, 90, 160],
    pooling: [176, 96, 0],
    dense: [36, 120, 60],
    merge: [110, 60, 150],
    resize: [90, 90, 90],
    input: [60, 60, 60],
    plain: [110, 110, 110],
  },
  linesOnly: false,
});

function css(colour: readonly number[]): string {
  return `rgb(${colour.map(Math.round).join(',')})`;
}

function translucent(colour: Rgb): string {
  return `rgba(${colour.map(Math.round).join(',')},0.35)`;
}
