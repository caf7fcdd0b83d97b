/** What reductions share. */
import type { DType } from '../dtype.ts';
import { dotBlocks, sumBlocks } from '../onnx/blocks.ts';
import type { OnnxGraph } from '../onnx/graph.ts';
import type { Value } from '../program.ts';
import { normalizeAxes, type Shape, sameShape } from '../shape.ts';
import { requireType } from './rule.ts';
import type { AxesAttributes, Unary } from './signatures.ts';
import { sumOfConvolution } from './sumOfConvolution.ts';

/** The shape with 1 in place of every reduced axis. */
export const keptShape = (shape: Shape, axes: readonly number[]): Shape =>
  shape.map((size, axis) => (axes.includes(axis) ? 1 : size));

export const inferReduction =
  (op: string) =>
  ([x]: Unary<Value>, { axes, keepDimensions }: AxesAttributes): { shape: Shape; dtype: DType } => {
    requireType(op, 'float32', x);
    normalizeAxes(op, axes, x.shape.length);
    const shape = keepDimensions ? keptShape(x.shape, axes) : x.shape.filter((_, axis) => !axes.includes(axis));
    return { shape, dtype: x.dtype };
  };

/** The axes of images `[N, C, H, W]` but that of the channels. */
export const allButChannels: readonly number[] = [0, 2, 3];

/** Sum of each channel of images that lie in channel blocks, `[C]`; `null` of others, and over other axes. */
export function sumInBlocks(onnx: OnnxGraph, x: Value, axes: readonly number[]): string | null {
  if (x.shape.length !== 4 || axes.join() !== allButChannels.join()) return null;
  // Of a product it is a dot product: nothing as large as the images is written.
  const factors = x.source.op === 'multiply' ? x.source.inputs : [];
  const [a, b] = factors.filter((each) => onnx.isInBlocks(each) && sameShape(each.shape, x.shape));
  if (a !== undefined && b !== undefined) return dotBlocks(onnx, onnx.inBlocks(a), onnx.inBlocks(b), x.shape);
  return onnx.isInBlocks(x) ? channelSums(onnx, x) : null;
}

/** Sum of each channel of images that lie in channel blocks, `[C]`. */
export const channelSums = (onnx: OnnxGraph, x: Value): string =>
  sumOfConvolution(onnx, x) ?? sumBlocks(onnx, onnx.inBlocks(x), x.shape);
