/**
 * The kernel gradient of a convolution by convolutions in channel blocks, each image by itself: dK at a position of
 * the kernel is Σₙ Σ xₙ[c, place + position]·dyₙ[o, place], summed over all places. What is summed over has to stand
 * where a convolution has its channels, so pixels of x change places with channels, and dyₙ, as it lies in memory,
 * is the kernel, a block of pixels for a block of channels. Positions above each other are rows of the result, where
 * rows divide into blocks; for all others dy is moved against x.
 */
import { convolveBlocks, padBlocks, pixelsInBlocks, plainOf } from '../onnx/blocks.ts';
import type { OnnxGraph } from '../onnx/graph.ts';
import type { Value } from '../program.ts';
import { type Convolution, outputOf } from './kernelGradientByRows.ts';

/** Whether there is one, and nothing is faster: measured in docs/performance.md. */
export function hasKernelGradientInBlocks({ channelBlock }: OnnxGraph, convolution: Convolution): boolean {
  const { groups, stride, kernel, channels, outChannels, input } = convolution;
  if (channelBlock === null || groups > 1 || Math.max(...stride) > 1) return false;
  const pixels = input[0] * input[1];
  if ([outChannels, pixels].some((count) => count % channelBlock !== 0)) return false;
  // A window of one pixel needs no copies for a product. Every image leaves a matrix `[O, C]` to add for a position.
  return Math.max(...kernel) > 1 && channels * outChannels < 256 * pixels;
}

/** dK `[O, C, h, w]`; dy in channel blocks. */
export function kernelGradientInBlocks(onnx: OnnxGraph, x: Value, dy: string, convolution: Convolution): string {
  const { batch, channels, outChannels, kernel, input, padding, dilation } = convolution;
  const block = onnx.channelBlock ?? 1;
  const output = outputOf(convolution);
  const byRow = input[1] % block === 0;
  const [rows, outRows, positions] = byRow ? [input[0], output[0], kernel[0]] : [1, 1, 1];
  const blocks = (input[0] * input[1]) / (rows * block);
  // A single block of kernels goes on from image to image, which leaves fewer matrices to add.
  const together = outChannels === block && batch % 8 === 0 ? 8 : 1;
  const groups = batch / together;
  const window = {
    kernel: [outRows * blocks, 1],
    stride: [dilation[0] * blocks, 1],
    padding: [byRow ? padding[0] * blocks : 0, byRow ? padding[1] * blocks : 0, 0, 0],
    dilation: [1, 1],
    groups,
  } as const;
  const pixels = pixelsInBlocks(onnx, x, blocks * block);
  const images = onnx.reshape(pixels, [1, batch * block, rows * blocks, channels]);
  const moved = Array.from({ length: (kernel[0] / positions) * kernel[1] }, (_, position) => {
    const down = byRow ? 0 : Math.floor(position / kernel[1]) * dilation[0] - padding[0];
    const right = (position % kernel[1]) * dilation[1] - padding[2];
    const below = byRow ? 0 : input[0] - output[0] - down;
    return padBlocks(onnx, dy, outChannels, [down, below, right, input[1] - output[1] - right]);
  });
  const product = (each: string) => {
    const kernels = onnx.reshape(each, [groups * outChannels, together * block, outRows * blocks, 1]);
    const product = onnx.reshape(convolveBlocks(onnx, images, kernels, null, window), [groups, -1]);
    return onnx.reshape(onnx.sum(product, [0]), [outChannels / block, positions, channels, 1, block]);
  };
  // What stands last is computed first: that with dy where it is, and x changes places before there is a second dy.
  for (const each of moved) if (each !== dy) product(each);
  const products = moved.map(product);
  const joined = onnx.transpose(onnx.node('Concat', products, { axis: 3 }), [0, 2, 1, 3, 4]);
  const all = onnx.reshape(joined, [1, outChannels, channels * kernel[0] * kernel[1], 1]);
  return onnx.reshape(plainOf(onnx, all, outChannels), [outChannels, channels, ...kernel]);
}
