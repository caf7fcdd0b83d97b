/** Kernels of convolutions in channel blocks (`blocks.ts`): as the convolution reads them, and the one back from it. */
import type { Shape } from '../shape.ts';
import { plainOf, toBlocks } from './blocks.ts';
import type { OnnxGraph } from './graph.ts';

/**
 * Kernels `[O, I, h, w]` as the convolution reads them: `[O/b, I/b, h, w, b, b]`, or `[O/b, I, h, w, b]` for few I.
 * Reordered like images, since `Transpose` moves single numbers ten times slower.
 */
export function kernelBlocks(
  onnx: OnnxGraph,
  kernel: string,
  [outChannels = 0, channels = 0, height = 0, width = 0]: Shape,
): string {
  const block = onnx.channelBlock ?? 1;
  const places = height * width;
  const outer = toBlocks(onnx, onnx.reshape(kernel, [1, outChannels, channels * places, 1]));
  const shape = [outChannels, channels, height, width];
  if (channels < block) return onnx.reshape(outer, shape);
  const apart = onnx.reshape(outer, [outChannels / block, channels / block, block, places, block]);
  return onnx.reshape(onnx.transpose(apart, [0, 1, 3, 2, 4]), shape);
}

/** Kernels in blocks of their results, `[O/b, I, h·w, b]`, without: `[O, I, h, w]`. */
export function plainKernel(
  onnx: OnnxGraph,
  blocks: string,
  [outChannels = 0, channels = 0, height = 0, width = 0]: Shape,
): string {
  const all = onnx.reshape(blocks, [1, outChannels, channels * height * width, 1]);
  return onnx.reshape(plainOf(onnx, all, outChannels), [outChannels, channels, height, width]);
}

/**
 * Kernels `[O, I, h, w]` of a convolution as the one back from its result to its images reads them: turned around (up
 * is down, left is right), O and I changed, so `[I/b, O/b, h, w, b, b]`, or `[I/b, O, h, w, b]` for few O.
 */
export function kernelBlocksBack(onnx: OnnxGraph, kernel: string, shape: Shape): string {
  const [outChannels = 0, channels = 0, height = 0, width = 0] = shape;
  const places = height * width;
  const back = onnx.transpose(blocksOfInputs(onnx, kernel, shape), [2, 0, 3, 1, 4]);
  const turned = places === 1 ? back : onnx.slice(back, [2], [-1], [-places - 1], [-1]);
  return onnx.reshape(turned, [channels, outChannels, height, width]);
}

/**
 * Several kernels back for one `[O, I, h, w]`, whole blocks of O and I, side by side as channels of the result: each
 * made of the places that are listed, `null` for zeros. `[I/b, kernels, O/b, places, b, b]`.
 */
export function kernelBlocksBackBy(
  onnx: OnnxGraph,
  kernel: string,
  shape: Shape,
  kernels: readonly (readonly (number | null)[])[],
): string {
  const [, , height = 0, width = 0] = shape;
  const zeros = height * width;
  const padded = onnx.node('Pad', [blocksOfInputs(onnx, kernel, shape), onnx.ints([0, 0, 0, 0, 0, 0, 0, 0, 1, 0])]);
  const places = Int32Array.from(kernels.flat(), (place) => place ?? zeros);
  const table = onnx.tensor(places, [kernels.length, places.length / kernels.length]);
  return onnx.transpose(onnx.node('Gather', [padded, table], { axis: 3 }), [2, 3, 0, 4, 1, 5]);
}

/** Kernels `[O, I, h, w]` as `[O/b, b, I/b, h·w, b]`, or `[O, 1, I/b, h·w, b]` for few O. */
function blocksOfInputs(
  onnx: OnnxGraph,
  kernel: string,
  [outChannels = 0, channels = 0, height = 0, width = 0]: Shape,
): string {
  const block = onnx.channelBlock ?? 1;
  const places = height * width;
  const inner = toBlocks(onnx, onnx.reshape(kernel, [outChannels, channels, places, 1]));
  const outer = outChannels < block ? 1 : block;
  return onnx.reshape(inner, [outChannels / outer, outer, channels / block, places, block]);
}
