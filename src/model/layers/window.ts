/** The arithmetic of windows that slide over a feature map: convolutions and pooling. */
import * as l10n from '@vscode/l10n';
import { Complaint, type Remedy } from '../problem.ts';
import type { WindowReport } from '../report.ts';
import type { Padding2d, Size2d } from '../spec.ts';
import type { Extent } from './definition.ts';

export interface Window {
  readonly size: Size2d;
  readonly stride: Size2d;
  readonly padding: Padding2d | 'same';
  readonly dilation: Size2d;
  /** Rounds up, unless the last window would start beyond the input and its first padding. */
  readonly ceilMode: boolean;
}

/** A window laid over an input of a certain size. */
export interface Placement {
  readonly output: Size2d;
  readonly padding: Padding2d;
  /** Rows and columns beyond the padding that the last windows reach into, in ceil mode. */
  readonly overhang: Size2d;
}

const axes = [0, 1] as const;
type Axis = (typeof axes)[number];

/** Pixels from the first to the last that a window looks at. */
const reach = ({ size, dilation }: Window, axis: Axis): number => dilation[axis] * (size[axis] - 1) + 1;

export const extentOf = (window: Window): Extent => ({
  size: [reach(window, 0), reach(window, 1)],
  stride: window.stride,
});

/** For pictures; ceil mode reaches beyond the padding. */
export const reportOf = ({ size, stride, dilation }: Window, { padding, overhang }: Placement): WindowReport => {
  const [top, bottom, left, right] = padding;
  return { size, stride, dilation, padding: [top, bottom + overhang[0], left, right + overhang[1]], transposed: false };
};

/** Rows or columns of the input under window `index`, from its first. */
export function tapsOf(
  { size, stride, dilation }: Window,
  { padding }: Placement,
  axis: Axis,
  index: number,
): number[] {
  const first = index * stride[axis] - before(padding, axis);
  return Array.from({ length: size[axis] }, (_, offset) => first + offset * dilation[axis]);
}

/**
 * Output size, ⌊(W − K + P) / S⌋ + 1 along each axis, and the padding in pixels.
 *
 * `what` and `field` name the window in a complaint: `The kernel of conv2d`, `kernelSize`.
 */
export function place(window: Window, input: Size2d, what: () => string, field: string): Placement {
  const { stride, ceilMode } = window;
  const padding = window.padding === 'same' ? samePadding(window, input) : window.padding;
  const output = axes.map((axis) => {
    const room = input[axis] + sides(padding, axis) - reach(window, axis);
    if (!ceilMode) return Math.floor(room / stride[axis]) + 1;
    const count = Math.ceil(room / stride[axis]) + 1;
    const lastStart = (count - 1) * stride[axis];
    return lastStart >= input[axis] + before(padding, axis) ? count - 1 : count;
  });
  const size: Size2d = [output[0]!, output[1]!];
  if (Math.min(...size) < 1) throw tooLarge(window, input, padding, what(), field);
  const overhang = (axis: Axis) =>
    Math.max(0, (size[axis] - 1) * stride[axis] + reach(window, axis) - input[axis] - sides(padding, axis));
  return { output: size, padding, overhang: [overhang(0), overhang(1)] };
}

/** The size formula of each axis with the numbers filled in. */
export function placeFormula(window: Window, input: Size2d, { output, padding }: Placement): readonly string[] {
  const lines = axes.map((axis) => {
    const name = axis === 0 ? l10n.t('height') : l10n.t('width');
    if (window.padding === 'same') return `${name} = ⌈${input[axis]} / ${window.stride[axis]}⌉ = ${output[axis]}`;
    const [open, close] = window.ceilMode ? ['⌈', '⌉'] : ['⌊', '⌋'];
    const [first, last] = [before(padding, axis), sides(padding, axis) - before(padding, axis)];
    const kernel = window.dilation[axis] === 1 ? window.size[axis] : `(${spread(window, axis)})`;
    const padded = `${input[axis]} − ${kernel} + ${first} + ${last}`;
    return `${name} = ${open}(${padded}) / ${window.stride[axis]}${close} + 1 = ${output[axis]}`;
  });
  if (window.padding !== 'same') return lines;
  const [top, bottom, left, right] = padding;
  return [...lines, l10n.t('padding: {0} above, {1} below, {2} left, {3} right', top, bottom, left, right)];
}

const spread = ({ size, dilation }: Window, axis: Axis): string => `${dilation[axis]} · (${size[axis]} − 1) + 1`;

/** TensorFlow's rule: the output is ⌈W / S⌉, and an odd pixel goes to the end. */
function samePadding(window: Window, input: Size2d): Padding2d {
  const total = axes.map((axis) => {
    const output = Math.ceil(input[axis] / window.stride[axis]);
    return Math.max(0, (output - 1) * window.stride[axis] + reach(window, axis) - input[axis]);
  });
  const [vertical = 0, horizontal = 0] = total;
  const [top, left] = [Math.floor(vertical / 2), Math.floor(horizontal / 2)];
  return [top, vertical - top, left, horizontal - left];
}

const before = (padding: Padding2d, axis: Axis): number => padding[axis === 0 ? 0 : 2];

const sides = (padding: Padding2d, axis: Axis): number => before(padding, axis) + padding[axis === 0 ? 1 : 3];

function tooLarge(window: Window, input: Size2d, padding: Padding2d, what: string, field: string): Complaint {
  const room: Size2d = [input[0] + sides(padding, 0), input[1] + sides(padding, 1)];
  const { size } = window;
  const dilated = window.dilation.some((step) => step > 1);
  const spreadOut = dilated ? l10n.t(' ({0} with its dilation)', `${reach(window, 0)}×${reach(window, 1)}`) : '';
  const padded = padding.some((side) => side > 0) ? l10n.t('{0} with its padding', room.join('×')) : room.join('×');
  const fitting = `${Math.min(size[0], room[0])}, ${Math.min(size[1], room[1])}`.split(', ');
  const text = fitting[0] === fitting[1] ? `${fitting[0]}` : `[${fitting.join(', ')}]`;
  const smaller: Remedy = { kind: 'set', title: l10n.t('Change {0} to {1}', field, text), path: [field], text };
  return new Complaint(
    'kernel-too-large',
    [field],
    l10n.t(
      '{0}, {1}×{2}{3}, is larger than its input, {4}. Make it smaller, add padding, or shrink the feature map less before it.',
      what,
      size[0],
      size[1],
      spreadOut,
      padded,
    ),
    [
      ...(dilated ? [] : [smaller]),
      { kind: 'set', title: l10n.t("Set padding to 'same'"), path: ['padding'], text: "'same'" },
    ],
  );
}

/** Pooling windows must not lie in the padding alone. */
export function checkPoolPadding(kind: string, window: Window): void {
  if (window.padding === 'same') return;
  for (const axis of axes) {
    const widest = Math.max(before(window.padding, axis), sides(window.padding, axis) - before(window.padding, axis));
    const half = Math.floor(reach(window, axis) / 2);
    if (widest <= half) continue;
    throw new Complaint(
      'padding-too-large',
      ['padding'],
      l10n.t(
        'The padding of {0}, {1}, is more than half its window of {2}: some windows would contain nothing else. Use at most {3}.',
        kind,
        widest,
        reach(window, axis),
        half,
      ),
      [{ kind: 'set', title: l10n.t('Change padding to {0}', half), path: ['padding'], text: String(half) }],
    );
  }
}

/** The pixels of a dilated window may lie on both sides of a small image, with none inside. */
export function checkPoolDilation(kind: string, window: Window, input: Size2d, placed: Placement): void {
  const misses = axes.some(
    (axis) =>
      window.dilation[axis] > input[axis] &&
      Array.from({ length: placed.output[axis] }, (_, index) => tapsOf(window, placed, axis, index)).some((taps) =>
        taps.every((tap) => tap < 0 || tap >= input[axis]),
      ),
  );
  if (!misses) return;
  const [height, width] = [Math.min(window.dilation[0], input[0]), Math.min(window.dilation[1], input[1])];
  const text = height === width ? `${height}` : `[${height}, ${width}]`;
  throw new Complaint(
    'padding-too-large',
    ['dilation'],
    l10n.t(
      'The dilation of {0}, {1}, is larger than its input, {2}: some windows would contain nothing but padding. Use at most {3}.',
      kind,
      window.dilation.join('×'),
      input.join('×'),
      `${height}×${width}`,
    ),
    [{ kind: 'set', title: l10n.t('Change {0} to {1}', 'dilation', text), path: ['dilation'], text }],
  );
}
