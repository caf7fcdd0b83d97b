/** Convolutions: learned kernels that slide over a feature map. */
import { layer } from './layer.ts';
import type { Border, Layer, LayerOptions, Padding, Size } from './types.ts';

export interface Conv2dOptions extends LayerOptions {
  /** Step of the kernel in pixels, or `[vertical, horizontal]`. Default 1. */
  readonly stride?: Size;
  /** Zeros around the input. Default 0. */
  readonly padding?: Padding;
  /** Distance between the pixels that a kernel looks at; 2 leaves one out in between. Default 1. */
  readonly dilation?: Size;
  /**
   * Splits the channels into this many groups that do not see each other; must divide both the input's
   * and the output's channels. As many as input channels make a depthwise convolution. Default 1.
   */
  readonly groups?: number;
  /** Whether each output channel adds a learned constant. Default `true`. */
  readonly bias?: boolean;
}

/**
 * 2-D convolution: `outChannels` kernels slide over a feature map, and each makes one channel.
 *
 * Shape: C×H×W → outChannels×H′×W′, with H′ = ⌊(H − K + P) / S⌋ + 1 for each axis, where
 * K = dilation · (kernelSize − 1) + 1, P is the padding of both sides together and S the stride.
 *
 * Weights `[outChannels, C / groups, kernelHeight, kernelWidth]` and bias `[outChannels]`, drawn at first
 * from U(−b, b) with b = 1 / √(C / groups · kernelHeight · kernelWidth), as PyTorch's `nn.Conv2d` does.
 *
 * @remarks Finds the same pattern wherever it is in the image, with few weights: edges and colours in the first
 * layer, parts of objects further on. With a stride above 1 it makes the feature map smaller, too.
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
  /** Distance on the output between the places where neighbouring inputs put their kernels. Default 1. */
  readonly stride?: Size;
  /** Pixels cut off the output's sides. Default 0. */
  readonly padding?: Border;
  /** Pixels added at the output's bottom and right; less than the stride or the dilation. Default 0. */
  readonly outputPadding?: number | readonly [vertical: number, horizontal: number];
  /** Distance between the pixels of a kernel. Default 1. */
  readonly dilation?: Size;
  /** Splits the channels into groups that do not see each other; must divide input and output channels. Default 1. */
  readonly groups?: number;
  /** Whether each output channel adds a learned constant. Default `true`. */
  readonly bias?: boolean;
}

/**
 * Transposed convolution: each input value puts its kernel, times itself, on the output; the shape goes the
 * way of `conv2d` backwards. As PyTorch's `nn.ConvTranspose2d`.
 *
 * Shape: C×H×W → outChannels×H′×W′, with H′ = (H − 1) · S − P + K + outputPadding for each axis, where
 * K = dilation · (kernelSize − 1) + 1, P is the padding of both sides together and S the stride.
 *
 * Weights `[C, outChannels / groups, kernelHeight, kernelWidth]` and bias `[outChannels]`, drawn at first
 * from U(−b, b) with b = 1 / √(outChannels / groups · kernelHeight · kernelWidth).
 *
 * @remarks Makes a feature map larger with learned weights: decoders, segmentation, generators. A kernel that the
 * stride does not divide leaves a chequered pattern.
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
