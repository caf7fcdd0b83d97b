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
 * @param outChannels Number of kernels, and so of output channels.
 * @param kernelSize Size of the kernel in pixels: a number, or `[height, width]`.
 * @example
 * conv2d(16, 5)                                  // 6×14×14 → 16×10×10
 * conv2d(32, 3, { padding: 'same', stride: 2 })  // 16×32×32 → 32×16×16
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
 * @param outChannels Number of output channels.
 * @param kernelSize Size of the kernel in pixels: a number, or `[height, width]`.
 * @example
 * convTranspose2d(16, 2, { stride: 2 })  // 32×7×7 → 16×14×14
 */
export function convTranspose2d(outChannels: number, kernelSize: Size, options?: ConvTranspose2dOptions): Layer {
  return layer('convTranspose2d', [outChannels, kernelSize, options]);
}
