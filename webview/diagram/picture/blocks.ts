/** The drawing of one volume: its body, its size above, the layers that make it below. */
import type { NetworkNode } from '../../../src/model/network.ts';
import type { Volume } from '../structure/volumes.ts';
import { type Mark, moved, type Point, type Tint, text, textWidth } from './marks.ts';
import { type Extremes, longestBar, type Solid, type Style, sign, solidOf } from './solids.ts';

/** The texts of a picture, in the display language. */
export interface Words {
  readonly input: string;
  /** The operation between two volumes. */
  operation(node: NetworkNode, style: Style): string;
  /** Text of a window, without a stride of the usual size. */
  window(size: string, stride: string | null): string;
  groups(count: number): string;
  /** Text of a convolution with one group per channel. */
  readonly depthwise: string;
  /** The common name of a layer of this kind. */
  layer(node: NetworkNode): string;
  /** Text of a folded block, and of the output of its last repetition. */
  repeated(count: number, output: string): string;
}

const captionSize = 12;
const captionLine = 15;
/** Room for the text above and below, the same for all, so that bodies are aligned. */
export const room = { above: { volumes: 22, planes: 36 }, below: 3 * captionLine + 22 } as const;

/** Between a body and what feeds it: kernels are projected over it. */
const lead = { input: 20, body: 52, sign: 26 } as const;
/** Beside a box, its width. */
const numbersWidth = 16;
const mostLetters = 18;

export interface Block {
  readonly volume: Volume;
  readonly solid: Solid;
  /** Width of everything. */
  readonly width: number;
  /** Distance from the block's left edge to the body's. */
  readonly solidX: number;
  /** Extents above and below the line through the body's middle, text and neighbours included. */
  readonly up: number;
  readonly down: number;
  /** Around the body, whose box is at 0, 0. */
  readonly marks: readonly Mark[];
}

export function blockOf(volume: Volume, style: Style, extremes: Extremes, words: Words): Block {
  const { head, shape } = volume;
  const symbol = head.kind === 'add' ? '+' : head.kind === 'multiply' ? '×' : null;
  const solid = symbol === null ? solidOf(shape, tintOf(head), style, extremes) : sign(symbol);
  const titles = symbol === null ? titlesOf(volume, style, words) : [];
  const captions = captionsOf(volume, style, words).filter(({ content }) => content !== '');
  const numbered = style === 'volumes' && symbol === null && shape.length === 3;
  const ahead = symbol !== null ? lead.sign : head.role === 'input' ? lead.input : lead.body;
  const body = ahead + solid.width + (numbered ? numbersWidth : 0);
  const texts = [...titles, ...captions.map(({ content }) => content)];
  const width = Math.max(body, ...texts.map((one) => textWidth(one, captionSize) + 8));
  const solidX = ahead + (width - body) / 2;
  // All lines to a vector lie between the ends of the longest.
  const least = shape.length === 3 ? 0 : longestBar / 2;
  const up = Math.max(least, solid.entry.y);
  const down = Math.max(least, solid.height - solid.entry.y);
  // The words stand under the way that leads here as well as under what comes of it.
  const middle = symbol === null && head.role !== 'input' ? width / 2 - solidX : solid.width / 2;
  const below = solid.entry.y + down + (numbered ? 28 : 17);
  const title = (content: string, i: number) =>
    text(solid.width / 2, -8 - captionLine * (titles.length - 1 - i), content, { bold: i === 0 });
  const caption = ({ content, ink }: Caption, i: number) => text(middle, below + captionLine * i, content, { ink });
  return {
    volume,
    solid,
    width,
    solidX,
    up,
    down,
    marks: [...solid.marks, ...titles.map(title), ...captions.map(caption)],
  };
}

/** The marks of a block with its body at a given place. */
export const placedMarks = ({ marks }: Block, at: Point): readonly Mark[] => marks.map((mark) => moved(mark, at));

function tintOf({ role }: NetworkNode): Tint {
  return role === 'pass' ? 'plain' : role;
}

/** Sizes as in the figure of LeNet-5: `6@28×28`. */
export function sizeText(shape: Volume['shape']): string {
  const [channels, ...space] = shape;
  return space.length > 0 ? `${channels}@${space.join('×')}` : `${channels}`;
}

function titlesOf({ head, shape }: Volume, style: Style, words: Words): readonly string[] {
  const name = head.role === 'input' ? words.input : shortened(head.name);
  // Boxes have numbers at their edges instead.
  return style === 'volumes' && shape.length === 3 ? [name] : [name, sizeText(shape)];
}

interface Caption {
  readonly content: string;
  readonly ink: 'text' | 'muted';
}

function captionsOf({ before, head, after }: Volume, style: Style, words: Words): readonly Caption[] {
  const names = (nodes: Volume['before']) => nodes.map((node) => words.layer(node)).join(', ');
  const beside = before.length > 0 ? `${names(before)} … ${names(after)}` : names(after);
  const others = [{ content: shortened(beside.trim(), 24), ink: 'muted' } as const];
  if (head.kind === 'add' || head.kind === 'multiply' || head.role === 'input') return others;
  const operation = { content: words.operation(head, style), ink: 'text' } as const;
  return [operation, { content: windowText(head, words), ink: 'muted' }, ...others];
}

function windowText({ window, groups, shape }: NetworkNode, words: Words): string {
  if (window === null) return '';
  // A window with a single position has no stride.
  const plain = window.stride.every((step) => step === 1) || shape.slice(1).every((side) => side === 1);
  const texts = [words.window(window.size.join('×'), plain ? null : [...new Set(window.stride)].join('×'))];
  const apart = groups === shape[0] ? words.depthwise : words.groups(groups);
  return [...texts, ...(groups > 1 ? [apart] : [])].join(', ');
}

const shortened = (content: string, most = mostLetters): string =>
  content.length > most ? `${content.slice(0, most - 1)}…` : content;
