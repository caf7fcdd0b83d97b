/** Pixels that no window sees: between windows whose stride is too long, and at a border that none reaches. */
import * as l10n from '@vscode/l10n';
import { formatDecimal } from '../format.ts';
import { greatestDivisor } from '../layers/groups.ts';
import type { Problems, Remedy } from '../problem.ts';
import type { Padding2d, Size2d } from '../spec.ts';
import { type AdvisedNetwork, advise, attributesIf, type PlacedLayer } from './advisedNetwork.ts';

interface Windows {
  readonly layer: PlacedLayer;
  /** The field that holds the window's size. */
  readonly field: 'kernelSize' | 'size';
  readonly size: Size2d;
  readonly stride: Size2d;
  readonly dilation: Size2d;
  readonly padding: Padding2d | 'same';
  /** Whether a window that reaches beyond the border counts; a convolution has no such choice. */
  readonly ceilMode: boolean | null;
}

export function checkWindows({ layers, readers }: AdvisedNetwork, problems: Problems): void {
  for (const layer of layers) {
    const windows = windowsOf(layer);
    if (!windows || Math.max(...windows.stride) === 1) continue;
    // What a strided shortcut skips, the block beside it sees.
    const isAlone = layer.sources.every((source) => readers.get(source) === 1);
    if (isAlone && leavesOut(windows)) jumps(windows, problems);
    else if (!leavesOut(windows)) fallsShort(windows, problems);
  }
}

function windowsOf(layer: PlacedLayer): Windows | null {
  const convolution = attributesIf('conv2d', layer);
  if (convolution) return { layer, field: 'kernelSize', ...convolution, size: convolution.kernelSize, ceilMode: null };
  const pooling = attributesIf('maxPool2d', layer);
  if (pooling) return { layer, field: 'size', ...pooling, stride: pooling.stride ?? pooling.size };
  const mean = attributesIf('avgPool2d', layer);
  return mean && { layer, field: 'size', ...mean, stride: mean.stride ?? mean.size, dilation: [1, 1] };
}

/**
 * How many of each stride's rows (or columns) are seen: a window's offsets modulo the stride repeat after stride / gcd.
 */
function seenOfStride({ size, stride, dilation }: Windows, axis: 0 | 1): number {
  return Math.min(size[axis], stride[axis] / greatestDivisor(stride[axis], dilation[axis]));
}

function leavesOut(windows: Windows): boolean {
  const { layer, stride } = windows;
  const [, ...output] = layer.node.shape;
  return ([0, 1] as const).some((axis) => output[axis]! > 1 && seenOfStride(windows, axis) < stride[axis]);
}

function jumps(windows: Windows, problems: Problems): void {
  const { layer, field, size, stride, dilation } = windows;
  const seen = (axis: 0 | 1) => seenOfStride(windows, axis) / stride[axis];
  const share = Math.round(100 * (1 - seen(0) * seen(1)));
  const message = l10n.t(
    'The window of {0} is {1} and its stride is {2}, so {3}% of the input pixels are never used. Use a stride no larger than the window.',
    layer.kind,
    size.join('×'),
    stride.join('×'),
    share,
  );
  const smaller: Size2d = [Math.min(size[0], stride[0]), Math.min(size[1], stride[1])];
  const larger: Size2d = [Math.max(size[0], stride[0]), Math.max(size[1], stride[1])];
  const isDilated = Math.max(...dilation) > 1;
  const remedies: Remedy[] =
    larger.join() === size.join()
      ? [set('dilation', [1, 1])]
      : isDilated
        ? [set('stride', [1, 1])]
        : [set('stride', smaller), set(field, larger)];
  advise(problems, { code: 'dead-stride', severity: 'warning', layer, path: ['stride'], message, remedies });
}

function fallsShort(windows: Windows, problems: Problems): void {
  const { layer, size, stride, dilation, padding, ceilMode } = windows;
  if (padding === 'same') return;
  const [, ...input] = layer.node.inputs[0];
  const [, ...output] = layer.node.shape;
  const reach = (axis: 0 | 1) => dilation[axis] * (size[axis] - 1) + 1;
  const room = (axis: 0 | 1) => input[axis]! + padding[2 * axis]! + padding[2 * axis + 1]! - reach(axis);
  /** Rows or columns after the last window, not counting padding. */
  const dropped = ([0, 1] as const).map((axis) => {
    const end = (output[axis]! - 1) * stride[axis] - padding[2 * axis]! + reach(axis);
    return Math.max(0, input[axis]! - end);
  });
  const [rows = 0, columns = 0] = dropped;
  if (rows + columns === 0) return;
  const axis = rows > 0 ? 0 : 1;
  const message = l10n.t(
    'The size does not divide evenly: ({0} − {1} + {2}) / {3} = {4}. The last rows ({5}) and columns ({6}) of {7} are never used.',
    input[axis]!,
    reach(axis),
    padding[2 * axis]! + padding[2 * axis + 1]!,
    stride[axis],
    formatDecimal(room(axis) / stride[axis]),
    rows,
    columns,
    input.join('×'),
  );
  const missing = (along: 0 | 1) => (dropped[along]! > 0 ? stride[along] - (room(along) % stride[along]) : 0);
  const [top, bottom, left, right] = padding;
  const padded = `[${[top, bottom + missing(0), left, right + missing(1)].join(', ')}]`;
  const remedy: Remedy =
    ceilMode === null
      ? { kind: 'set', title: l10n.t('Set padding to {0}', padded), path: ['padding'], text: padded }
      : { kind: 'set', title: l10n.t('Round up: set ceilMode to true'), path: ['ceilMode'], text: 'true' };
  const remedies = ceilMode === true ? [] : [remedy];
  advise(problems, { code: 'size-does-not-divide', severity: 'information', layer, message, remedies });
}

function set(field: string, [height, width]: Size2d): Remedy {
  const text = height === width ? String(height) : `[${height}, ${width}]`;
  return { kind: 'set', title: l10n.t('Change {0} to {1}', field, text), path: [field], text };
}
