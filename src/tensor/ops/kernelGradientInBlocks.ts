/**
 * The kernel gradient of a convolution by convolutions in channel blocks, each image by itself: dK at a position of
 * the kernel is Σₙ Σ xₙ[c, place + position]·dyₙ[o, place], summed over all places. What is summed over has to stand
 * where a convolution has its channels, so pixels of x change places with channels, and dyₙ, as it lies in memory,
 * is the kernel, a block of pixels for a block of channels. Positions above each other are rows of the result, where
 * rows divide into blocks; for all others dy is moved against x.
 */
import { convolveBlocks, padBlocks, pixelsInBlocks } from '../onnx/blocks.ts';
import type { OnnxGraph } from '../onnx/graph.ts';
import { plainKernel } from '../onnx/kernelBlocks.ts';
import type { Value } from '../program.ts';
import { type Convolution, outputOf } from './kernelGradientByRows.ts';
import type { Padding2d } from './window.ts';

/** Whether there is one, and nothing is faster: measured in docs/performance.md. */
export function hasKernelGradientInBlocks(onnx: OnnxGraph, convolution: Convolution): boolean {
  const { groups, stride, kernel } = convolution;
  // A window of one pixel needs no copies for a product.
  return groups === 1 && Math.max(...stride) === 1 && Math.max(...kernel) > 1 && pixelsDivide(onnx, convolution);
}

/** Whether pixels divide into blocks, and are enough: every image leaves a matrix `[O, C]` to add for a position. */
export function pixelsDivide({ channelBlock }: OnnxGraph, { channels, outChannels, input }: Convolution): boolean {
  const pixels = input[0] * input[1];
  if (channelBlock === null || [outChannels, pixels].some((count) => count % channelBlock !== 0)) return false;
  return channels * outChannels < 256 * pixels;
}

/** dK `[O, C, h, w]`; dy in channel blocks. */
export const kernelGradientInBlocks = (onnx: OnnxGraph, x: Value, dy: string, convolution: Convolution): string =>
  plainKernel(onnx, gradientInBlocks(onnx, x, dy, convolution), [
    convolution.outChannels,
    convolution.channels,
    ...convolution.kernel,
  ]);

/** The same in blocks, `[O/b, C, h·w, b]`. */
export function gradientInBlocks(onnx: OnnxGraph, x: Value, dy: string, convolution: Convolution): string {
  const { batch, channels, outChannels, kernel, input, padding, dilation } = convolution;
  const block = onnx.channelBlock ?? 1;
  const output = outputOf(convolution);
  const byRow = input[1] % block === 0;
  const [rows, outRows, positions] = byRow ? [input[0], output[0], kernel[0]] : [1, 1, 1];
  const blocks = (input[0] * input[1]) / (rows * block);
  const sideBySide = byRow && areSideBySide(convolution, block);
  // A single block of kernels goes on from image to image, which leaves fewer matrices to add.
  const together = !sideBySide && outChannels === block && batch % 8 === 0 ? 8 : 1;
  const groups = batch / together;
  const window = {
    kernel: [outRows * blocks, 1],
    stride: [dilation[0] * blocks, 1],
    padding: [byRow ? padding[0] * blocks : 0, byRow ? padding[1] * blocks : 0, 0, 0],
    dilation: [1, 1],
    groups,
  } as const;
  const images = onnx.reshape(pixelsInBlocks(onnx, x), [1, batch * block, rows * blocks, channels]);
  /** Of kernels `[N, O, H′, W]`: `[O/b, positions, C, b]`. */
  const product = (each: string, kernels: number) => {
    const parts = onnx.reshape(each, [groups * kernels, together * block, outRows * blocks, 1]);
    const product = onnx.reshape(convolveBlocks(onnx, images, parts, null, window), [groups, -1]);
    return onnx.reshape(onnx.sum(product, [0]), [kernels / block, positions, channels, block]);
  };
  const places = kernel[0] * kernel[1];
  if (sideBySide) {
    const all = product(moveSideBySide(onnx, dy, kernel[1], padding), kernel[1] * block);
    return onnx.reshape(onnx.transpose(all, [2, 1, 0, 3]), [1, channels, places, block]);
  }
  const moved = Array.from({ length: places / positions }, (_, position) => {
    const down = byRow ? 0 : Math.floor(position / kernel[1]) * dilation[0] - padding[0];
    const right = (position % kernel[1]) * dilation[1] - padding[2];
    const below = byRow ? 0 : input[0] - output[0] - down;
    return padBlocks(onnx, dy, outChannels, [down, below, right, input[1] - output[1] - right]);
  });
  const gradientOf = (each: string) =>
    onnx.reshape(product(each, outChannels), [outChannels / block, positions, channels, 1, block]);
  // What stands last is computed first: that with dy where it is, and x changes places before there is a second dy.
  for (const each of moved) if (each !== dy) gradientOf(each);
  const joined = onnx.transpose(onnx.node('Concat', moved.map(gradientOf), { axis: 3 }), [0, 2, 1, 3, 4]);
  return onnx.reshape(joined, [outChannels / block, channels, places, block]);
}

/**
 * Whether dy of a single block of kernels is one tensor of as many blocks as the kernel is wide: a convolution takes up
 * to four at once, which keeps the processor busy where one leaves it waiting.
 */
const areSideBySide = ({ outChannels, kernel, dilation, padding }: Convolution, block: number): boolean =>
  outChannels === block &&
  kernel[1] > 1 &&
  kernel[1] <= 4 &&
  dilation[1] === 1 &&
  Math.max(padding[2], padding[3]) < kernel[1];

/** dy `[N, b, H′, W′]` once for each column of the kernel, moved to where that meets x, as channels `[N, w·b, H′, W]`. */
function moveSideBySide(onnx: OnnxGraph, dy: string, width: number, [, , left, right]: Padding2d): string {
  const block = onnx.channelBlock ?? 1;
  // In blocks `[w, 1, w, b, b]`: block by block a one for each channel, a column further left each time.
  const kernels = Float32Array.from({ length: width * width * block * block }, (_, index) => {
    const [from, to] = [Math.floor(index / block) % block, index % block];
    const place = Math.floor(index / (block * block));
    return from === to && (place % width) + Math.floor(place / width) === width - 1 ? 1 : 0;
  });
  return convolveBlocks(onnx, dy, onnx.tensor(kernels, [width * block, block, 1, width]), null, {
    kernel: [1, width],
    stride: [1, 1],
    padding: [0, 0, width - 1 - left, width - 1 - right],
    dilation: [1, 1],
    groups: 1,
  });
}
