/** Convolutions: learned kernels that slide over a feature map. */
import { layer } from './layer.ts';
import type { Border, Layer, LayerOptions, Padding, Size } from './types.ts';

export interface Conv2dOptions extends LayerOptions {
  /** Step of the kernel in pixels, or `[vertical, horizontal]`. Default 1. */
  readonly stride?: Size;
  /** Zeros around the input. Default 0. */
  readonly padding?: Padding;
  /** Spacing between the pixels that a kernel covers; 2 skips every other pixel. Default 1. */
  readonly dilation?: Size;
  /**
   * Splits the channels into this many groups that are convolved independently; must divide both the input's and the
   * output's channels. As many groups as input channels make a depthwise convolution. Default 1.
   */
  readonly groups?: number;
  /** Whether to add a learned bias to each output channel. Default `true`. */
  readonly bias?: boolean;
}

/**
 * 2-D convolution: `outChannels` kernels slide over a feature map, and each outputs one channel.
 *
 * Shape: C×H×W → outChannels×H′×W′, with H′ = ⌊(H − K + P) / S⌋ + 1 for each axis, where
 * K = dilation · (kernelSize − 1) + 1, P is the padding of both sides together and S the stride.
 *
 * Weights `[outChannels, C / groups, kernelHeight, kernelWidth]` and bias `[outChannels]` are initialised from U(−b, b)
 * with b = 1 / √(C / groups · kernelHeight · kernelWidth), as in PyTorch's `nn.Conv2d`.
 *
 * @remarks Detects the same pattern anywhere in the image with few weights: edges and colours in the first layer, parts
 * of objects in later ones. With a stride above 1 it also downsamples.
 * @param outChannels Number of kernels, and so of output channels.
 * @param kernelSize Size of the kernel in pixels: a number, or `[height, width]`.
 * @pytorch nn.Conv2d
 * @keras layers.Conv2D
 * @paper LeCun et al., 1989. Backpropagation Applied to Handwritten Zip Code Recognition.
 * doi:10.1162/neco.1989.1.4.541
 * @paper Dumoulin & Visin, 2016. A Guide to Convolution Arithmetic for Deep Learning. arXiv:1603.07285
 * @example
 * conv2d(16, 5)                                  // 6×14×14 → 16×10×10
 * conv2d(32, 3, { padding: 'same', stride: 2 })  // 16×32×32 → 32×16×16
 * conv2d(32, 3, { dilation: 2, padding: 2 })     // 16×32×32 → 32×32×32
 */
export function conv2d(outChannels: number, kernelSize: Size, options?: Conv2dOptions): Layer {
  return layer('conv2d', [outChannels, kernelSize, options]);
}

export interface ConvTranspose2dOptions extends LayerOptions {
  /** Distance on the output between the kernels of neighbouring input values. Default 1. */
  readonly stride?: Size;
  /** Pixels removed from the output's sides. Default 0. */
  readonly padding?: Border;
  /** Pixels added at the output's bottom and right; less than the stride or the dilation. Default 0. */
  readonly outputPadding?: number | readonly [vertical: number, horizontal: number];
  /** Spacing between the pixels of a kernel. Default 1. */
  readonly dilation?: Size;
  /** Splits the channels into independent groups; must divide input and output channels. Default 1. */
  readonly groups?: number;
  /** Whether to add a learned bias to each output channel. Default `true`. */
  readonly bias?: boolean;
}

/**
 * Transposed convolution: each input value multiplies the kernel, and the results are summed on the output. It maps
 * shapes in the opposite direction of `conv2d`. As PyTorch's `nn.ConvTranspose2d`.
 *
 * Shape: C×H×W → outChannels×H′×W′, with H′ = (H − 1) · S − P + K + outputPadding for each axis, where
 * K = dilation · (kernelSize − 1) + 1, P is the padding of both sides together and S the stride.
 *
 * Weights `[C, outChannels / groups, kernelHeight, kernelWidth]` and bias `[outChannels]` are initialised from U(−b, b)
 * with b = 1 / √(outChannels / groups · kernelHeight · kernelWidth).
 *
 * @remarks Upsamples with learned weights, in decoders, segmentation and generators. A kernel size that the stride does
 * not divide causes checkerboard artifacts.
 * @param outChannels Number of output channels.
 * @param kernelSize Size of the kernel in pixels: a number, or `[height, width]`.
 * @pytorch nn.ConvTranspose2d
 * @keras layers.Conv2DTranspose
 * @paper Zeiler, Krishnan, Taylor & Fergus, 2010. Deconvolutional Networks. doi:10.1109/CVPR.2010.5539957
 * @paper Dumoulin & Visin, 2016. A Guide to Convolution Arithmetic for Deep Learning. arXiv:1603.07285
 * @example
 * convTranspose2d(16, 2, { stride: 2 })              // 32×7×7 → 16×14×14
 * convTranspose2d(16, 4, { stride: 2, padding: 1 })  // 32×7×7 → 16×14×14
 */
export function convTranspose2d(outChannels: number, kernelSize: Size, options?: ConvTranspose2dOptions): Layer {
  return layer('convTranspose2d', [outChannels, kernelSize, options]);
}
