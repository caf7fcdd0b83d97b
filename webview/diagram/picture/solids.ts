/**
 * Feature maps as bodies. *Volumes* are boxes in perspective, as in the figure of AlexNet (Krizhevsky et al., 2012,
 * figure 2): height and width go up and back, channels along the network. *Planes* are one sheet a map, one behind the
 * other, as in the figure of LeNet-5 (LeCun et al., 1998, figure 2). A vector is a bar in both.
 *
 * Scale: lengths are proportional to the square root of what they stand for, so 4 times as many pixels or channels are
 * twice as long, and 224 and 7 fit into one picture. The longest of each kind has a given length.
 */
import type { Shape, Size2d } from '../../../src/model/spec.ts';
import { circle, type Mark, type Point, polygon, type Tint, text } from './marks.ts';

export type Style = 'volumes' | 'planes';

/** Length of the longest side, of the most channels and of the longest vector; least length of any. */
export const longestBar = 132;
const longest = { side: 132, depth: 64, bar: longestBar } as const;
const least = { side: 9, depth: 4, bar: 12 } as const;
/** A plane seen from the front is larger than the side of a box. */
const planeShare = 0.8;

/** How far a pixel back goes right and up. */
const back = { x: 0.4, y: 0.28 } as const;
/** How far a plane stands before the one behind. */
const planeStep = 3.6;
/** Most planes in a stack: more could not be told apart. */
const mostPlanes = 16;
const barWidth = 11;
const barBack: Point = { x: 4, y: 3 };
const signRadius = 11;
const leastKernel = 8;

/** Largest height or width, most channels and longest vector of a model. */
export interface Extremes {
  readonly side: number;
  readonly channels: number;
  readonly features: number;
}

export function extremesOf(shapes: readonly Shape[]): Extremes {
  const maps = shapes.filter((shape) => shape.length === 3);
  const vectors = shapes.filter((shape) => shape.length !== 3);
  return {
    side: Math.max(1, ...maps.flatMap(([, height = 1, width = 1]) => [height, width])),
    channels: Math.max(1, ...maps.map(([channels = 1]) => channels)),
    features: Math.max(1, ...vectors.map(product)),
  };
}

/** The side of a map that kernels slide over: where on it, from 0 to 1, and how large it is drawn. */
export interface Face {
  at(across: number, down: number): Point;
  readonly height: number;
  readonly width: number;
}

/** Points count from the top left of its box. */
export interface Solid {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
  /** `null` for a vector. */
  readonly face: Face | null;
  /** Where its input arrives, and where its output leaves. */
  readonly entry: Point;
  readonly exit: Point;
}

export function solidOf(shape: Shape, tint: Tint, style: Style, extremes: Extremes): Solid {
  const [channels = 1, height = 1, width = 1] = shape;
  if (shape.length !== 3) {
    const long = rooted(product(shape), extremes.features, longest.bar, least.bar);
    return { ...box(barWidth, long, barBack, tint), face: null };
  }
  const share = style === 'planes' ? planeShare : 1;
  const side = (pixels: number) => rooted(pixels, extremes.side, share * longest.side, least.side);
  if (style === 'planes') return planes(channels, side(height), side(width), tint);
  const depth = rooted(channels, extremes.channels, longest.depth, least.depth);
  const solid = box(depth, side(height), point(side(width) * back.x, side(width) * back.y), tint);
  return { ...solid, marks: [...solid.marks, ...edgeNumbers(shape, solid, depth)] };
}

const rooted = (value: number, most: number, length: number, atLeast: number): number =>
  Math.max(atLeast, length * Math.sqrt(value / most));

const product = (shape: Shape): number => shape.reduce((size, side) => size * side, 1);

/** In front channels and height, at the right side a map. */
function box(depth: number, height: number, { x, y }: Point, tint: Tint): Solid & { readonly face: Face } {
  const front = [point(0, y), point(depth, y), point(depth, y + height), point(0, y + height)];
  const top = [point(0, y), point(x, 0), point(depth + x, 0), point(depth, y)];
  const side = [point(depth, y), point(depth + x, 0), point(depth + x, height), point(depth, y + height)];
  return {
    width: depth + x,
    height: height + y,
    marks: [
      polygon(front, { fill: `${tint}.front`, stroke: `${tint}.line` }),
      polygon(top, { fill: `${tint}.top`, stroke: `${tint}.line` }),
      polygon(side, { fill: `${tint}.side`, stroke: `${tint}.line` }),
    ],
    face: {
      at: (across, down) => point(depth + across * x, y + down * height - across * y),
      height,
      width: Math.hypot(x, y),
    },
    entry: point(0, y + height / 2),
    exit: point(depth + x / 2, (y + height) / 2),
  };
}

/** Height, channels and width at the edges that show them. */
function edgeNumbers([channels, high, wide]: Shape, { width, height }: Solid, depth: number): readonly Mark[] {
  const [x, y] = [width - depth, (width - depth) * (back.y / back.x)];
  const style = { ink: 'muted', size: 11 } as const;
  return [
    text(-3, y + 9, `${high}`, { ...style, anchor: 'end' }),
    text(depth / 2, height + 12, `${channels}`, style),
    text(depth + 0.6 * x + 4, height - 0.6 * y + 10, `${wide}`, { ...style, anchor: 'start' }),
  ];
}

function planes(channels: number, height: number, width: number, tint: Tint): Solid {
  const count = Math.min(channels, mostPlanes);
  const shift = (count - 1) * planeStep;
  const sheets = Array.from({ length: count }, (_, i) => {
    const o = i * planeStep;
    const corners = [point(o, o), point(o + width, o), point(o + width, o + height), point(o, o + height)];
    return polygon(corners, { fill: `${tint}.front`, stroke: `${tint}.line` });
  });
  return {
    width: width + shift,
    height: height + shift,
    marks: sheets,
    face: { at: (across, down) => point(shift + across * width, shift + down * height), height, width },
    entry: point(0, (height + shift) / 2),
    exit: point(width + shift, (height + shift) / 2),
  };
}

/** A merge: the sign of its operation in a circle. */
export function sign(symbol: string): Solid {
  const centre = point(signRadius, signRadius);
  return {
    width: 2 * signRadius,
    height: 2 * signRadius,
    marks: [
      circle(centre, signRadius, { fill: 'merge.front', stroke: 'merge.line', width: 1.4 }),
      text(centre.x, centre.y + 5.5, symbol, { size: 17, bold: true }),
    ],
    face: null,
    entry: point(0, signRadius),
    exit: point(2 * signRadius, signRadius),
  };
}

/**
 * A kernel on the face of the map that it slides over, to scale except for a minimal size: `reach` pixels of `map`,
 * centred in its width and at the fraction `down` of its height.
 */
export function kernelOn(face: Face, reach: Size2d, map: Size2d, down: number): readonly Point[] {
  const high = Math.min(1, Math.max(reach[0] / map[0], leastKernel / face.height));
  const wide = Math.min(1, Math.max(reach[1] / map[1], leastKernel / face.width));
  const start = (size: number, middle: number) => Math.max(0, Math.min(1 - size, middle - size / 2));
  const [u, v] = [start(wide, 0.5), start(high, down)];
  return [face.at(u, v), face.at(u + wide, v), face.at(u + wide, v + high), face.at(u, v + high)];
}

const point = (x: number, y: number): Point => ({ x, y });
