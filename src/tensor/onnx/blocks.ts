/**
 * Images in channel blocks: `[N, C/b, H, W, b]` in memory under the shape `[N, C, H, W]`, the layout of ONNX Runtime's
 * fastest CPU convolutions (its NCHWc). ONNX Runtime switches to it by itself only if weights are constants, which they
 * are not in training, but its operators can be used in a model directly. A convolution by channel (as many groups as
 * channels) serves for all that is done to each channel alone.
 */
import { onnxPads, type Padding2d, type Size2d, windowOutput } from '../ops/window.ts';
import type { Value } from '../program.ts';
import { imageShape, type Shape } from '../shape.ts';
import { blockDomain, type OnnxGraph, type OnnxNode } from './graph.ts';

export interface BlockConvolution {
  readonly kernel: Size2d;
  readonly stride: Size2d;
  readonly padding: Padding2d;
  readonly dilation: Size2d;
  readonly groups: number;
}

/** Whether there is a convolution in blocks for kernels `[O, C/groups, h, w]`. */
export function hasBlockKernel(onnx: OnnxGraph, [outChannels = 0, channels = 0]: Shape, groups: number): boolean {
  const block = onnx.channelBlock;
  if (block === null || outChannels % block !== 0) return false;
  if (groups > 1) return channels === 1 && groups === outChannels;
  return channels < block || channels % block === 0;
}

/** Whether the images of that convolution are in blocks: a few channels are read as they are. */
export const takesBlocks = (onnx: OnnxGraph, [, channels = 0]: Shape, groups: number): boolean =>
  groups > 1 || channels >= (onnx.channelBlock ?? 1);

/** Images `[N, C, H, W]` in blocks. */
export const toBlocks = (onnx: OnnxGraph, images: string): string =>
  onnx.node('ReorderInput', [images], {}, { domain: blockDomain });

/** `images` in blocks where `takesBlocks`, `kernel` from `kernelBlocks` (`kernelBlocks.ts`); the result is in blocks. */
export function convolveBlocks(
  onnx: OnnxGraph,
  images: string,
  kernel: string,
  bias: string | null,
  convolution: BlockConvolution,
): string {
  const inputs = bias === null ? [images, kernel] : [images, kernel, bias];
  return onnx.node('Conv', inputs, attributesOf(convolution), { domain: blockDomain });
}

const attributesOf = ({ kernel, stride, padding, dilation, groups }: BlockConvolution) => ({
  kernel_shape: kernel,
  strides: stride,
  pads: onnxPads(padding),
  dilations: dilation,
  group: groups,
});

const pointwise = { kernel: [1, 1], stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1] } as const;

/** The 1×1 kernel that keeps each channel as it is. */
const identity = (onnx: OnnxGraph, channels: number): string =>
  onnx.tensor(new Float32Array(channels).fill(1), [channels, 1, 1, 1]);

/** Each channel times its number in `scale`, plus its number in `shift`; vectors of C numbers, 1 and 0 without. */
export function scaleBlocks(
  onnx: OnnxGraph,
  images: string,
  channels: number,
  scale: string | null,
  shift: string | null,
): string {
  const kernel = scale === null ? identity(onnx, channels) : onnx.reshape(scale, [channels, 1, 1, 1]);
  const bias = shift === null ? null : onnx.reshape(shift, [channels]);
  return convolveBlocks(onnx, images, kernel, bias, { ...pointwise, groups: channels });
}

/** A node that adds images to others, in place if those are not needed any more. */
export const additionInBlocks = (
  onnx: OnnxGraph,
  images: string,
  others: string,
  channels: number,
): Omit<OnnxNode, 'outputs'> => ({
  type: 'Conv',
  domain: blockDomain,
  inputs: [images, identity(onnx, channels), '', others],
  attributes: attributesOf({ ...pointwise, groups: channels }),
});

/** Sum of each channel over the batch and all pixels, `[C]`. */
export function sumBlocks(
  onnx: OnnxGraph,
  images: string,
  [n = 0, channels = 0, height = 0, width = 0]: Shape,
): string {
  const block = onnx.channelBlock ?? 1;
  const rows = onnx.reshape(images, [(n * channels) / block, height * width, block]);
  return onnx.sum(onnx.reshape(onnx.sum(rows, [1]), [n, channels]), [0]);
}

/** Sum of each channel of a·b over the batch and all pixels, `[C]`: each image of b is a kernel as large as that of a. */
export function dotBlocks(
  onnx: OnnxGraph,
  a: string,
  b: string,
  [n = 0, channels = 0, height = 0, width = 0]: Shape,
): string {
  const images = onnx.reshape(a, [1, n * channels, height, width]);
  const kernels = onnx.reshape(b, [n * channels, 1, height, width]);
  const whole = { ...pointwise, kernel: [height, width], groups: n * channels } as const;
  return onnx.sum(onnx.reshape(convolveBlocks(onnx, images, kernels, null, whole), [n, channels]), [0]);
}

/** Images in blocks as they are without. */
export const plainOf = (onnx: OnnxGraph, images: string, channels: number): string =>
  onnx.node('ReorderOutput', [images], { channels }, { domain: blockDomain });

/** Images in blocks with all channels of a pixel side by side, `[N, H, W, C]`: those of one block are so already. */
export const pixelsOf = (
  onnx: OnnxGraph,
  images: string,
  [n = 0, channels = 0, height = 0, width = 0]: Shape,
): string =>
  channels === onnx.channelBlock
    ? onnx.reshape(images, [n, height, width, channels])
    : onnx.node('ReorderOutput', [images], { channels, channels_last: 1 }, { domain: blockDomain });

/** Images with pixels in blocks in place of channels, `[N, H·W/b, C, b]`. */
export function pixelsInBlocks(onnx: OnnxGraph, images: Value): string {
  const [n, channels, height, width] = imageShape('pixelsInBlocks', 'the images', images);
  const block = onnx.channelBlock ?? 1;
  const pixels = height * width;
  if (onnx.canBlock(images)) {
    // Each block of channels of each block of pixels is turned by itself, then those of the same pixels are joined:
    // channels of a pixel side by side would be as good, but only one thread puts them there.
    const count = [channels / block, pixels / block] as const;
    const tiles = [n * count[0] * count[1], block, 1, block];
    const turned = toBlocks(onnx, onnx.reshape(onnx.inBlocks(images), tiles));
    if (count[0] === 1) return turned;
    const order = Int32Array.from(
      { length: count[0] * count[1] },
      (_, tile) => (tile % count[0]) * count[1] + Math.floor(tile / count[0]),
    );
    const byImage = onnx.reshape(turned, [n, order.length, block * block]);
    return onnx.node('Gather', [byImage, onnx.tensor(order, [order.length])], { axis: 1 });
  }
  const apart = onnx.reshape(onnx.of(images), [n, channels, pixels / block, block]);
  return onnx.transpose(apart, [0, 2, 1, 3]);
}

/** Images with so many more rows and columns of zeros on each side, or fewer of their own where that is negative. */
export function padBlocks(onnx: OnnxGraph, images: string, channels: number, sides: Padding2d): string {
  const [top, bottom, left, right] = sides;
  if (sides.every((amount) => amount === 0)) return images;
  const more = (amount: number) => Math.max(amount, 0);
  const fewer = (amount: number) => Math.max(-amount, 0);
  // Cut away is what the window has on its sides.
  const kernel = [fewer(top) + 1 + fewer(bottom), fewer(left) + 1 + fewer(right)] as const;
  const padding = [more(top), more(bottom), more(left), more(right)] as const;
  return pickBlocks(onnx, images, channels, [fewer(top), fewer(left)], { ...pointwise, kernel, padding });
}

/** Every stride-th row and column of images, from that of `first` on. */
export const sampleBlocks = (
  onnx: OnnxGraph,
  images: string,
  channels: number,
  first: Size2d,
  stride: Size2d,
): string => pickBlocks(onnx, images, channels, first, { ...pointwise, kernel: [first[0] + 1, first[1] + 1], stride });

/** Of each window the pixel at one place: a convolution by channel by zeros and a one. */
function pickBlocks(
  onnx: OnnxGraph,
  images: string,
  channels: number,
  [row, column]: Size2d,
  window: Omit<BlockConvolution, 'groups'>,
): string {
  const [height, width] = window.kernel;
  const size = height * width;
  const block = onnx.channelBlock ?? 1;
  // In blocks: `[C/b, h, w, b]`.
  const kernels = Float32Array.from({ length: channels * size }, (_, index) =>
    Math.floor(index / block) % size === row * width + column ? 1 : 0,
  );
  const kernel = onnx.tensor(kernels, [channels, 1, height, width]);
  return convolveBlocks(onnx, images, kernel, null, { ...window, groups: channels });
}

/** Each pixel followed by stride − 1 zeros to its right and below it: `[N, C, stride·H, stride·W]`. */
export function spreadBlocks(
  onnx: OnnxGraph,
  images: string,
  [n = 0, channels = 0, height = 0, width = 0]: Shape,
  [down, right]: Size2d,
): string {
  const block = onnx.channelBlock ?? 1;
  const apart = onnx.reshape(images, [(n * channels) / block, height, 1, width, block]);
  const spread = onnx.node('Pad', [apart, onnx.ints([0, 0, 0, 0, 0, 0, 0, down - 1, 0, (right - 1) * block])]);
  return onnx.reshape(spread, [n, channels, down * height, right * width]);
}

/**
 * Kernel gradient `[C, 1, h, w]` of a convolution by channel: x is convolved with dy, each image and channel by
 * itself, as both lie in memory; stride and dilation change places. The sum over the batch follows.
 */
export function kernelGradientByChannel(
  onnx: OnnxGraph,
  x: string,
  dy: string,
  [n = 0, channels = 0, height = 0, width = 0]: Shape,
  output: Size2d,
  { kernel, stride, padding, dilation }: BlockConvolution,
): string {
  const block = onnx.channelBlock ?? 1;
  const images = onnx.reshape(x, [1, n * channels, height, width]);
  const kernels = onnx.reshape(dy, [n * channels, 1, ...output]);
  const window = { kernel: output, stride: dilation, padding, dilation: stride, groups: n * channels };
  // Rows and columns that no window of the stride reaches give positions beyond the kernel.
  const reached = windowOutput('conv2dKernelGradient', [height, width], { ...window, size: output });
  const whole = [n, channels / block, ...reached, block];
  const gradients = onnx.sum(onnx.reshape(convolveBlocks(onnx, images, kernels, null, window), whole), [0]);
  const inside = reached.some((size, axis) => size > kernel[axis]!)
    ? onnx.slice(gradients, [1, 2], [0, 0], kernel)
    : gradients;
  return onnx.reshape(onnx.transpose(inside, [0, 3, 1, 2]), [channels, 1, ...kernel]);
}
