/** Marks: what a picture is made of. The same marks become elements of the panel, an SVG file or pixels. */
import type { LayerRole } from '../../../src/model/network.ts';

/** What colours a volume. */
export type Tint = Exclude<LayerRole, 'pass'> | 'input' | 'plain';

/** Colours by purpose; a palette has a CSS colour for each. */
export type Ink =
  | 'background'
  | 'text'
  | 'muted'
  | 'edge'
  | 'frame'
  | 'kernel'
  | 'kernelFill'
  | `${Tint}.${'line' | 'front' | 'top' | 'side'}`;

export type Palette = Readonly<Record<Ink, string>>;

export interface PathMark {
  readonly kind: 'path';
  /** As SVG writes paths. */
  readonly d: string;
  readonly stroke: Ink | null;
  readonly fill: Ink | null;
  readonly width: number;
  readonly dashed: boolean;
}

export interface TextMark {
  readonly kind: 'text';
  /** Position: `anchor` is at x, the baseline at y. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly ink: Ink;
  /** Font size. */
  readonly size: number;
  readonly bold: boolean;
}

export type Mark = PathMark | TextMark;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

type PathStyle = Partial<Omit<PathMark, 'kind' | 'd'>>;

export function path(d: string, style: PathStyle): PathMark {
  return { kind: 'path', d, stroke: null, fill: null, width: 1, dashed: false, ...style };
}

export const polygon = (points: readonly Point[], style: PathStyle): PathMark => path(`${through(points)}Z`, style);

export function rectangle({ x, y, width, height }: Box, style: PathStyle): PathMark {
  const corners = [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
  return polygon(corners, style);
}

export const line = (points: readonly Point[], style: PathStyle): PathMark => path(through(points), style);

export function circle({ x, y }: Point, radius: number, style: PathStyle): PathMark {
  const half = `a${number(radius)} ${number(radius)} 0 1 1`;
  return path(`M${at({ x: x - radius, y })}${half} ${number(2 * radius)} 0${half} ${number(-2 * radius)} 0Z`, style);
}

export function text(x: number, y: number, content: string, style: Partial<TextMark> = {}): TextMark {
  return { kind: 'text', x, y, text: content, anchor: 'middle', ink: 'text', size: 12, bold: false, ...style };
}

/** A line through points with its corners rounded. */
export function rounded(points: readonly Point[], radius: number, style: PathStyle): PathMark {
  const last = points.length - 1;
  const steps = points.map((point, i) => {
    const [before, after] = [points[i - 1], points[i + 1]];
    if (!before) return `M${at(point)}`;
    if (!after || i === last) return `L${at(point)}`;
    return `L${at(towards(point, before, radius))}Q${at(point)} ${at(towards(point, after, radius))}`;
  });
  return path(steps.join(''), style);
}

/** Towards `to` from `from`, at most half the way. */
function towards(from: Point, to: Point, distance: number): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  const share = length === 0 ? 0 : Math.min(distance / length, 0.5);
  return { x: from.x + dx * share, y: from.y + dy * share };
}

export function moved(mark: Mark, { x, y }: Point): Mark {
  if (mark.kind === 'text') return { ...mark, x: mark.x + x, y: mark.y + y };
  return { ...mark, d: movedPath(mark.d, x, y) };
}

/** Handles only what this file writes: M, L and Q are absolute, a and Z relative. */
function movedPath(d: string, x: number, y: number): string {
  return d.replace(/([MLQ])([^MLQaZ]*)/g, (_, command: string, points: string) => {
    const numbers = points.split(/[ ,]/).map(Number);
    const shifted = numbers.map((value, i) => number(value + (i % 2 === 0 ? x : y)));
    return command + pairs(shifted);
  });
}

const pairs = (numbers: readonly string[]): string =>
  numbers.map((value, i) => (i === 0 ? value : `${i % 2 === 1 ? ',' : ' '}${value}`)).join('');

const through = (points: readonly Point[]): string => `M${points.map(at).join('L')}`;

const at = ({ x, y }: Point): string => `${number(x)},${number(y)}`;

/** A tenth of a pixel is enough, and keeps files small. */
const number = (value: number): string => String(Math.round(value * 10) / 10);

/**
 * Approximate width of a text, to leave room for it: without drawing, no font can be measured. An average character of
 * a sans-serif font is 0.55 of its height wide.
 */
export const textWidth = (content: string, size: number): number => 0.56 * size * content.length;
