/**
 * Which stride, padding or kernel gives a wanted output size: the size formula, solved for its right-hand side. ⌊(W − K
 * + P) / S⌋ + 1 = T holds for the S paddings P from (T − 1) · S + K − W on.
 */
import * as l10n from '@vscode/l10n';
import { formatSize } from './format.ts';
import type { StoredAttributes } from './layers/definition.ts';
import { attributesOf, layerKind } from './layers/index.ts';
import type { Padding2d, Shape, Size2d } from './spec.ts';

/** New values of a call's arguments or options, as written in the source. */
export interface SizeSolution {
  /** `Keep 28×28`. */
  readonly goal: string;
  /** `stride 1, padding 2`. */
  readonly change: string;
  readonly values: Readonly<Record<string, string>>;
}

interface Windows {
  readonly size: Size2d;
  readonly stride: Size2d;
  readonly dilation: Size2d;
  /** The field that holds the window's size. */
  readonly field: 'kernelSize' | 'size';
  readonly padding: Padding2d | 'same';
  /** Whether the stride follows the window's size, as pooling's does by default. */
  readonly follows: boolean;
  /** Largest padding on one side, for a window of this extent. */
  most(reach: number): number;
}

/** Wider kernels are never proposed. */
const widestKernel = 31;

/**
 * Solutions for a wanted size, simplest first: those that keep the kernel, and among them those that change least.
 * Without a wanted size, solutions that keep the input's size and that halve it.
 */
export function solveSize(
  kind: string,
  attributes: StoredAttributes,
  input: Shape,
  wanted: Size2d | null,
): readonly SizeSolution[] {
  const windows = windowsOf(kind, attributes);
  const [, height, width] = input;
  if (!windows || height === undefined || width === undefined) return [];
  const image: Size2d = [height, width];
  if (wanted) {
    const ratio: Size2d = [Math.ceil(height / wanted[0]), Math.ceil(width / wanted[1])];
    const coarser: Size2d = [Math.floor(height / wanted[0]), Math.floor(width / wanted[1])];
    const strides = distinct([windows.stride, ratio, coarser, [1, 1]]).filter((stride) => Math.min(...stride) > 0);
    const padded = strides.map((stride) => byPadding(windows, image, wanted, stride));
    const solutions = [...padded, byKernel(windows, image, wanted)].map((values) => titled(formatSize(wanted), values));
    return solutions
      .filter((solution) => solution !== null)
      .toSorted((a, b) => effort(a, windows) - effort(b, windows));
  }
  const half: Size2d = [Math.ceil(height / 2), Math.ceil(width / 2)];
  const keeps = byPadding(windows, image, image, [1, 1]);
  const halves = byPadding(windows, image, half, [2, 2]);
  const solutions = [
    titled(l10n.t('Keep {0}', formatSize(image)), keeps),
    titled(l10n.t('Halve to {0}', formatSize(half)), halves),
  ];
  return solutions.filter((solution) => solution !== null);
}

function windowsOf(kind: string, attributes: StoredAttributes): Windows | null {
  const name = layerKind(kind);
  const half = (reach: number) => Math.floor(reach / 2);
  switch (name) {
    case 'conv2d': {
      const { kernelSize: size, stride, dilation, padding } = attributesOf(name, attributes);
      const most = (reach: number) => reach - 1;
      return { size, stride, dilation, padding, field: 'kernelSize', follows: false, most };
    }
    case 'maxPool2d': {
      const { size, stride, dilation, padding, ceilMode } = attributesOf(name, attributes);
      if (ceilMode) return null;
      return { size, stride: stride ?? size, dilation, padding, field: 'size', follows: stride === null, most: half };
    }
    case 'avgPool2d': {
      const { size, stride, padding, ceilMode } = attributesOf(name, attributes);
      if (ceilMode) return null;
      const follows = stride === null;
      return { size, stride: stride ?? size, dilation: [1, 1], padding, field: 'size', follows, most: half };
    }
    default:
      return null;
  }
}

/** `null` if no padding gives the size with every window touching the input. */
function byPadding(windows: Windows, input: Size2d, wanted: Size2d, stride: Size2d): Record<string, string> | null {
  const along = (axis: 0 | 1): Size2d | null => {
    const reach = windows.dilation[axis] * (windows.size[axis] - 1) + 1;
    const least = (wanted[axis] - 1) * stride[axis] + reach - input[axis];
    const most = least + stride[axis] - 1;
    const smallest = Math.max(0, least);
    if (smallest > most) return null;
    // The same padding on both sides, if possible.
    const total = smallest % 2 === 1 && smallest < most ? smallest + 1 : smallest;
    const sides: Size2d = [Math.floor(total / 2), Math.ceil(total / 2)];
    return sides[1] <= windows.most(reach) ? sides : null;
  };
  const [vertical, horizontal] = [along(0), along(1)];
  if (!vertical || !horizontal) return null;
  return changes(windows, { stride, padding: [...vertical, ...horizontal] });
}

function byKernel(windows: Windows, input: Size2d, wanted: Size2d): Record<string, string> | null {
  const { stride, dilation, field, follows } = windows;
  if (Math.max(...dilation) > 1 || follows) return null;
  const size: Size2d = [input[0] - (wanted[0] - 1) * stride[0], input[1] - (wanted[1] - 1) * stride[1]];
  if (Math.min(...size) < 1 || Math.max(...size) > widestKernel) return null;
  const isSame = size.join() === windows.size.join();
  return { ...(isSame ? {} : { [field]: sizeText(size) }), ...changes(windows, { stride, padding: [0, 0, 0, 0] }) };
}

/** The changes to write, without those that are there already. */
function changes(now: Windows, { stride, padding }: { stride: Size2d; padding: Padding2d }): Record<string, string> {
  const written: Record<string, string> = {};
  if (now.stride.join() !== stride.join()) written.stride = sizeText(stride);
  if (now.padding === 'same' || now.padding.join() !== padding.join()) written.padding = paddingText(padding);
  return written;
}

/** `null` if there is no solution, or nothing to change. */
function titled(goal: string, values: Record<string, string> | null): SizeSolution | null {
  if (!values || Object.keys(values).length === 0) return null;
  const written = Object.entries(values).map(([name, text]) => `${name} ${text}`);
  return { goal, change: written.join(', '), values };
}

/** Changing the kernel makes a different layer; changing stride or padding alone is less than changing both. */
const effort = ({ values }: SizeSolution, { field }: Windows): number =>
  Object.keys(values).length + (field in values ? 10 : 0);

const sizeText = ([height, width]: Size2d): string => (height === width ? String(height) : `[${height}, ${width}]`);

function paddingText([top, bottom, left, right]: Padding2d): string {
  return top === bottom && left === right ? sizeText([top, left]) : `[${top}, ${bottom}, ${left}, ${right}]`;
}

const distinct = (sizes: readonly Size2d[]): Size2d[] => [
  ...new Map(sizes.map((size) => [size.join(), size])).values(),
];
