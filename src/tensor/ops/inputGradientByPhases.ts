/**
 * The input gradient of a convolution with a stride in channel blocks, phase by phase (`phases.ts`): one convolution
 * of dy, as it is, gives all phases side by side as channels, with a kernel as large as the largest part of a phase.
 * Between dy's numbers there are no zeros to multiply by. A `Gather` then puts each pixel in its place.
 */
import { convolveBlocks } from '../onnx/blocks.ts';
import type { Lowered, OnnxGraph, PhasesInBlocks } from '../onnx/graph.ts';
import { kernelBlocksBackBy } from '../onnx/kernelBlocks.ts';
import type { Value } from '../program.ts';
import { imageShape, type Shape, sameShape } from '../shape.ts';
import { phasesOf } from './phases.ts';
import type { Binary, Conv2dInputGradientAttributes } from './signatures.ts';

/** dx `[N, C, H, W]` in channel blocks; `null` where the stride does not divide the image. */
export function inputGradientByPhases(
  onnx: OnnxGraph,
  dy: Value,
  kernel: Value,
  { stride, padding, dilation, groups, inputSize }: Conv2dInputGradientAttributes,
): Exclude<Lowered, string> | null {
  const [n, , ...outputSize] = imageShape('conv2dInputGradient', 'the gradient', dy);
  const [outChannels, channels, ...size] = imageShape('conv2dInputGradient', 'the kernel', kernel);
  if (groups > 1 || Math.max(...dilation) > 1) return null;
  if (inputSize.some((length, axis) => length % stride[axis]! !== 0)) return null;
  const along = (axis: 0 | 1) => {
    const phases = phasesOf(size[axis], stride[axis], padding[axis === 0 ? 0 : 2]);
    // What a pixel i of a phase meets at a place of the kernel is dy at i − q.
    const offsets = phases.flatMap(({ places, offset }) => places.map((_, index) => offset + index));
    const [first, last] = [Math.min(...offsets), Math.max(...offsets)];
    const met = phases.map(({ places, offset }) =>
      Array.from({ length: last - first + 1 }, (_, place) => places[last - place - offset] ?? null),
    );
    const length = inputSize[axis] / stride[axis];
    return { length, met, padding: [last, length - first - outputSize[axis]] as const };
  };
  const [down, right] = [along(0), along(1)];
  if (Math.min(...down.padding, ...right.padding) < 0) return null;
  const meets = down.met.flatMap((rows) =>
    right.met.map((columns) =>
      rows.flatMap((row) => columns.map((column) => (row === null || column === null ? null : row * size[1] + column))),
    ),
  );
  const window = [down.met[0]!.length, right.met[0]!.length] as const;
  const kernels = onnx.reshape(kernelBlocksBackBy(onnx, onnx.of(kernel), kernel.shape, meets), [
    channels * meets.length,
    outChannels,
    ...window,
  ]);
  const phases = convolveBlocks(onnx, onnx.inBlocks(dy), kernels, null, {
    kernel: window,
    stride: [1, 1],
    padding: [...down.padding, ...right.padding],
    dilation: [1, 1],
    groups: 1,
  });
  return fromPhases(onnx, { tensor: phases, stride }, [n, channels, ...inputSize]);
}

/** Images `[N, C, H, W]` whose pixels lie phase by phase. */
function fromPhases(
  onnx: OnnxGraph,
  phases: PhasesInBlocks,
  [n = 0, channels = 0, height = 0, width = 0]: Shape,
): Exclude<Lowered, string> {
  const { tensor, stride } = phases;
  const [rows, columns] = [height / stride[0], width / stride[1]];
  const pixels = height * width;
  const places = Int32Array.from({ length: pixels }, (_, pixel) => {
    const [row, column] = [Math.floor(pixel / width), pixel % width];
    const phase = (row % stride[0]) * stride[1] + (column % stride[1]);
    return (phase * rows + Math.floor(row / stride[0])) * columns + Math.floor(column / stride[1]);
  });
  const block = onnx.channelBlock ?? 1;
  const sideBySide = onnx.reshape(tensor, [(n * channels) / block, pixels, block]);
  const images = onnx.node('Gather', [sideBySide, onnx.tensor(places, [pixels])], { axis: 1 });
  return { blocks: onnx.reshape(images, [n, channels, height, width]), phases };
}

/** a + b where both lie phase by phase: the sum does as well. `null` where they do not. */
export function addPhases(onnx: OnnxGraph, [a, b]: Binary<Value>): Lowered | null {
  const [left, right] = [onnx.phasesOf(a), onnx.phasesOf(b)];
  if (left === null || right === null || !sameShape(a.shape, b.shape) || !sameShape(left.stride, right.stride))
    return null;
  return fromPhases(onnx, { tensor: onnx.node('Add', [left.tensor, right.tensor]), stride: left.stride }, a.shape);
}
