/**
 * A small SVG of a window that slides over a feature map: its taps, the padding, and the output value of each position.
 * For a large map, only the first corner is drawn. The window is animated unless that is unwanted.
 */
import type { WindowReport } from '../../model/report.ts';
import type { Shape, Size2d } from '../../model/spec.ts';

export interface WindowSubject {
  readonly input: Shape;
  readonly output: Shape;
  readonly window: WindowReport;
}

export interface Palette {
  readonly text: string;
  /** Cells of a feature map, and the lines between them. */
  readonly cell: string;
  readonly line: string;
  /** Around cells outside the map. */
  readonly outside: string;
  /** The window, its taps, and its output. */
  readonly window: string;
  readonly tap: string;
  readonly value: string;
  /** Behind everything; none in a hover. */
  readonly background?: string;
}

export const palettes = {
  light: {
    text: '#333333',
    cell: '#dce9f5',
    line: '#8fb0cf',
    outside: '#9a9a9a',
    window: '#c2410c',
    tap: '#fdba74',
    value: '#c2410c',
  },
  dark: {
    text: '#d0d0d0',
    cell: '#263f57',
    line: '#5b83a8',
    outside: '#808080',
    window: '#ffa657',
    tap: '#9a5a1e',
    value: '#ffa657',
  },
  highContrast: {
    text: '#ffffff',
    cell: '#000000',
    line: '#ffffff',
    outside: '#9d9d9d',
    window: '#ffff00',
    tap: '#7a6a00',
    value: '#ffff00',
  },
  highContrastLight: {
    text: '#000000',
    cell: '#ffffff',
    line: '#292929',
    outside: '#6b6b6b',
    window: '#b5200d',
    tap: '#f6b8ae',
    value: '#b5200d',
  },
} as const satisfies Record<string, Palette>;

export interface PictureOptions {
  readonly palette: Palette;
  /** Whether the window is animated; it also stands still if the system asks for reduced motion. */
  readonly moves: boolean;
}

/** Largest size of a grid, sizes of cells, and room for text, in pixels. */
const most = 120;
const largestCell = 15;
const smallestCell = 4;
const captionHeight = 20;
const gap = 46;
const margin = 6;
/** Seconds for each position. */
const rest = 0.7;
const mostPlaces = 36;

type Axis = 0 | 1;
type PerAxis<T> = readonly [vertical: T, horizontal: T];

/** One axis of the map that the window lies on. */
interface Track {
  /** Cells before the map, of the map, and in total. */
  readonly before: number;
  readonly size: number;
  readonly total: number;
  readonly reach: number;
  readonly stride: number;
  /** Cells that are drawn, and windows that lie within them. */
  readonly shown: number;
  readonly places: number;
}

export function windowPicture({ input, output, window }: WindowSubject, { palette, moves }: PictureOptions): string {
  const [field, points] = window.transposed ? [sizeOf(output), sizeOf(input)] : [sizeOf(input), sizeOf(output)];
  const tracks: PerAxis<Track> = [track(window, field, points, 0), track(window, field, points, 1)];
  const cell = Math.min(largestCell, most / Math.max(tracks[0].shown, tracks[1].shown));
  const marks: PerAxis<number> = [pointsShown(tracks[0], points[0]), pointsShown(tracks[1], points[1])];

  const fieldSize = { width: tracks[1].shown * cell, height: tracks[0].shown * cell };
  // To scale with the map, but never too small to see.
  const pointCell = Math.max(cell, smallestCell);
  const pointSize = { width: marks[1] * pointCell, height: marks[0] * pointCell };
  const [left, right] = window.transposed ? [pointSize, fieldSize] : [fieldSize, pointSize];
  // A caption may be wider than a grid of few cells.
  const column = (width: number) => Math.max(width, 64);
  const height = Math.max(left.height, right.height);
  const x = [margin + (column(left.width) - left.width) / 2, margin + column(left.width) + gap] as const;
  const rightX = x[1] + (column(right.width) - right.width) / 2;
  const total = { width: x[1] + column(right.width) + margin, height: height + captionHeight + 2 * margin };
  const y = (own: number) => margin + (height - own) / 2;
  const [fieldX, pointX] = window.transposed ? [rightX, x[0]] : [x[0], rightX];

  const places = placesOf(tracks);
  const steps = (vertical: number, horizontal: number) =>
    places.map(([row, column]) => [column * horizontal, row * vertical] as const);
  const captionY = total.height - margin - 4;
  const caption = (middle: number, size: Size2d) =>
    `<text x="${round(middle)}" y="${round(captionY)}">${size[0]}×${size[1]}</text>`;
  const arrowX = margin + column(left.width) + gap / 2;
  const arrowY = margin + height / 2;

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(total.width)}" height="${Math.ceil(total.height)}" ` +
      `viewBox="0 0 ${Math.ceil(total.width)} ${Math.ceil(total.height)}">`,
    style(palette, moves && places.length > 1, {
      window: steps(window.stride[0] * cell, window.stride[1] * cell),
      value: steps(pointCell, pointCell),
    }),
    palette.background ? `<rect width="100%" height="100%" rx="4" fill="${palette.background}"/>` : '',
    `<g transform="translate(${round(fieldX)} ${round(y(fieldSize.height))})">`,
    fieldCells(tracks, cell),
    `<g class="window">${windowCells(window, cell)}</g>`,
    '</g>',
    `<path class="arrow" d="M${round(arrowX - 13)} ${round(arrowY)}h24m-7 -5l7 5l-7 5"/>`,
    `<g transform="translate(${round(pointX)} ${round(y(pointSize.height))})">`,
    pointCells(marks, points, pointCell),
    `<rect class="value" width="${round(pointCell)}" height="${round(pointCell)}"/>`,
    '</g>',
    caption(x[0] + left.width / 2, sizeOf(input)),
    caption(rightX + right.width / 2, sizeOf(output)),
    '</svg>',
  ].join('');
}

/** What fits: everything, or the first windows and the cells that they see. */
function track({ size, stride, dilation, padding }: WindowReport, field: Size2d, points: Size2d, axis: Axis): Track {
  const [before, after] = axis === 0 ? [padding[0], padding[1]] : [padding[2], padding[3]];
  const reach = dilation[axis] * (size[axis] - 1) + 1;
  const total = before + field[axis] + after;
  const shown = total <= 14 ? total : Math.min(total, Math.max(12, reach + 2 * stride[axis] + 1));
  const places = Math.min(points[axis], Math.floor((shown - reach) / stride[axis]) + 1);
  return { before, size: field[axis], total, reach, stride: stride[axis], shown, places: Math.max(1, places) };
}

/** One value per position, and one more that fades out if there are more. */
const pointsShown = ({ places }: Track, count: number): number => Math.min(count, places + 1);

/** Positions of the window, row by row. */
function placesOf([vertical, horizontal]: PerAxis<Track>): readonly PerAxis<number>[] {
  const columns = Math.min(horizontal.places, mostPlaces);
  const rows = Math.max(1, Math.min(vertical.places, Math.floor(mostPlaces / columns)));
  return Array.from({ length: rows * columns }, (_, index) => [Math.floor(index / columns), index % columns]);
}

/** The map with its padding; if either continues beyond what is drawn, the last row or column fades out. */
function fieldCells([vertical, horizontal]: PerAxis<Track>, cell: number): string {
  const [rows, columns] = [vertical.shown, horizontal.shown];
  const inner = ({ before, size, shown }: Track) => Math.min(size, shown - before);
  const around = vertical.total > vertical.size || horizontal.total > horizontal.size;
  const content =
    (around ? grid('outside', 0, 0, rows, columns, cell) : '') +
    grid('cell', vertical.before, horizontal.before, inner(vertical), inner(horizontal), cell);
  return faded(content, rows, columns, cell, [rows < vertical.total, columns < horizontal.total]);
}

function pointCells([rows, columns]: PerAxis<number>, [height, width]: Size2d, cell: number): string {
  return faded(grid('cell', 0, 0, rows, columns, cell), rows, columns, cell, [rows < height, columns < width]);
}

/** Cells with lines between them, unless the cells are too small. */
function grid(kind: string, row: number, column: number, rows: number, columns: number, cell: number): string {
  const [x, y, width, height] = [column, row, columns, rows].map((count) => round(count * cell));
  const inner = (count: number) => Array.from({ length: Math.max(0, count - 1) }, (_, index) => index + 1);
  const lines = [
    ...inner(rows).map((line) => `M${x} ${round((row + line) * cell)}h${width}`),
    ...inner(columns).map((line) => `M${round((column + line) * cell)} ${y}v${height}`),
  ];
  const between = cell >= smallestCell && lines.length > 0 ? `<path class="${kind}" d="${lines.join('')}"/>` : '';
  return `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}"/>${between}`;
}

function faded(
  content: string,
  rows: number,
  columns: number,
  cell: number,
  [below, beside]: PerAxis<boolean>,
): string {
  const [width, height] = [round(columns * cell), round(rows * cell)];
  const veil = (x: number, y: number, w: number, h: number) =>
    `<rect fill="#fff" fill-opacity=".3" x="${round(x)}" y="${round(y)}" width="${round(w)}" height="${round(h)}"/>`;
  if (!below && !beside) return content;
  const id = `fade${rows}x${columns}`;
  const clear = `<rect fill="#fff" width="${round(width - (beside ? cell : 0))}" height="${round(height - (below ? cell : 0))}"/>`;
  const veils =
    (below ? veil(0, height - cell, width, cell) : '') +
    (beside ? veil(width - cell, 0, cell, height - (below ? cell : 0)) : '');
  return `<mask id="${id}">${clear}${veils}</mask><g mask="url(#${id})">${content}</g>`;
}

function windowCells({ size, dilation }: WindowReport, cell: number): string {
  const reach = (axis: Axis) => dilation[axis] * (size[axis] - 1) + 1;
  const frame = `<rect class="frame" width="${round(reach(1) * cell)}" height="${round(reach(0) * cell)}"/>`;
  // Taps too small to tell apart are drawn as one area.
  if ((dilation[0] === 1 && dilation[1] === 1) || cell < smallestCell / 2) {
    return grid('tap', 0, 0, reach(0), reach(1), cell) + frame;
  }
  const side = round(cell);
  const taps = Array.from({ length: size[0] * size[1] }, (_, index) => {
    const [row, column] = [Math.floor(index / size[1]), index % size[1]];
    const [x, y] = [round(column * dilation[1] * cell), round(row * dilation[0] * cell)];
    return `M${x} ${y}h${side}v${side}h${-side}z`;
  });
  return `<path class="tap" d="${taps.join('')}"/>${frame}`;
}

type Steps = readonly (readonly [x: number, y: number])[];

function style(palette: Palette, moves: boolean, steps: Readonly<Record<'window' | 'value', Steps>>): string {
  const frames = (name: string, places: Steps) => {
    const lines = places.map(
      ([x, y], index) => `${round((100 * index) / places.length)}%{transform:translate(${round(x)}px,${round(y)}px)}`,
    );
    return `@keyframes ${name}{${lines.join('')}}`;
  };
  const moving = (name: 'window' | 'value') =>
    `.${name}{animation:${name} ${round(steps[name].length * rest)}s step-end infinite}`;
  const motion = moves
    ? `${frames('window', steps.window)}${frames('value', steps.value)}` +
      `@media (prefers-reduced-motion:no-preference){${moving('window')}${moving('value')}}`
    : '';
  return (
    `<style>text{font:12px sans-serif;fill:${palette.text};text-anchor:middle}` +
    `.cell{fill:${palette.cell};stroke:${palette.line};stroke-width:.75}` +
    `.outside{fill:none;stroke:${palette.outside};stroke-width:.75;stroke-dasharray:2 2}` +
    `.tap{fill:${palette.tap};fill-opacity:.85;stroke:${palette.window};stroke-width:.75}` +
    `.frame{fill:none;stroke:${palette.window};stroke-width:2}.value{fill:${palette.value}}` +
    `.arrow{fill:none;stroke:${palette.text};stroke-width:1.5}${motion}</style>`
  );
}

const sizeOf = ([, height = 1, width = 1]: Shape): Size2d => [height, width];

const round = (value: number): number => Math.round(value * 100) / 100;
