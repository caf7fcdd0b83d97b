/** Colours as numbers: parsed theme colours, and the colour maps of values. Also for webviews. */

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * Parses a CSS colour as VS Code writes it into theme variables (`#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb()`, `rgba()`),
 * blended over `background` if it is transparent; null for anything else.
 */
export function parseColour(css: string, background: Rgb = [0, 0, 0]): Rgb | null {
  const text = css.trim().toLowerCase();
  const hex = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.exec(text)?.[1];
  if (hex !== undefined) {
    const pairs = hex.length < 6 ? [...hex].map((digit) => digit + digit) : (hex.match(/../g) ?? []);
    const [red = 0, green = 0, blue = 0, alpha = 255] = pairs.map((pair) => Number.parseInt(pair, 16));
    return over([red, green, blue], alpha / 255, background);
  }
  const parts = /^rgba?\(([^)]*)\)$/.exec(text)?.[1]?.split(/[\s,/]+/);
  const [red, green, blue, alpha = 1] = (parts ?? []).map((part) =>
    part.endsWith('%') ? Number.parseFloat(part) / 100 : Number.parseFloat(part),
  );
  return red === undefined || green === undefined || blue === undefined
    ? null
    : over([red, green, blue], alpha, background);
}

function over(colour: Rgb, alpha: number, background: Rgb): Rgb {
  const mix = (i: 0 | 1 | 2) => colour[i] * alpha + background[i] * (1 - alpha);
  return [mix(0), mix(1), mix(2)];
}

/**
 * A map from −1 … 1 to colours: `negative` at −1, `zero` at 0, `positive` at 1, linear in OKLab between them, so that
 * equal steps look equal. A table: entry `256 + round(255 t)`, as 0xBBGGRR.
 */
export function divergingMap(negative: Rgb, zero: Rgb, positive: Rgb): Uint32Array {
  return colourTable([negative, zero, positive]);
}

/** The same through any number of colours, evenly spaced from −1 to 1. */
export function colourTable(stops: readonly Rgb[]): Uint32Array {
  const ends = stops.map(toOklab);
  return Uint32Array.from({ length: 513 }, (_, i) => {
    const t = Math.max(-1, Math.min(1, (i - 256) / 255));
    const at = ((t + 1) / 2) * (ends.length - 1);
    const before = Math.min(Math.floor(at), ends.length - 2);
    const amount = at - before;
    const [l, a, b] = [0, 1, 2].map((k) => ends[before]![k]! * (1 - amount) + ends[before + 1]![k]! * amount);
    const [red, green, blue] = fromOklab([l!, a!, b!]);
    return red | (green << 8) | (blue << 16);
  });
}

/** The colour of `value`, with `scale` as the largest magnitude; values beyond it get the end colours. */
export function lookUp(map: Uint32Array, value: number, scale: number): number {
  const t = scale > 0 ? Math.max(-1, Math.min(1, value / scale)) : 0;
  return map[256 + Math.round(255 * t)]!;
}

/** WCAG 2.2 relative luminance, 0 (black) to 1 (white). */
export function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** WCAG 2.2 contrast ratio, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [one, other] = [luminance(a), luminance(b)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

function linear(channel: number): number {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

function gamma(value: number): number {
  const c = Math.max(0, Math.min(1, value));
  return Math.round(255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055));
}

/** Björn Ottosson, "A perceptual color space for image processing", 2020. */
function toOklab(colour: Rgb): readonly number[] {
  const [r, g, b] = [linear(colour[0]), linear(colour[1]), linear(colour[2])];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** The nearest colour of sRGB to lightness, green–red and blue–yellow. */
export function fromOklab([lightness, a, b]: readonly [number, number, number]): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** Every eighth of matplotlib's viridis (Smith & van der Walt, 2015). */
export const viridis: readonly Rgb[] = [
  [68, 1, 84],
  [71, 45, 123],
  [59, 82, 139],
  [44, 114, 142],
  [33, 145, 140],
  [40, 174, 128],
  [94, 201, 98],
  [173, 220, 48],
  [253, 231, 37],
];

/** From black to white. */
export const greys: readonly Rgb[] = [
  [0, 0, 0],
  [255, 255, 255],
];
