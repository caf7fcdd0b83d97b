/** Layers that bring values to a common scale. */
import { layer } from './layer.ts';
import type { Layer, LayerOptions } from './types.ts';

export interface NormOptions extends LayerOptions {
  /** Added to the variance, so that the division stays finite. Default 1e-5. */
  readonly epsilon?: number;
  /** Whether to scale and shift by learned numbers afterwards. Default `true`. */
  readonly affine?: boolean;
}

export interface BatchNorm2dOptions extends NormOptions {
  /** Share of a batch in the running statistics, from 0 to 1. Default 0.1. */
  readonly momentum?: number;
}

/**
 * Batch normalisation: each channel has its mean taken away and is divided by its standard deviation, both
 * over the batch in training and by running averages otherwise; then it is scaled and shifted by learned
 * numbers. As PyTorch's `nn.BatchNorm2d`; Ioffe & Szegedy, 2015.
 *
 * Shape: unchanged, C×H×W. Weight `[C]`, at first 1, and bias `[C]`, at first 0; running mean `[C]`, at first
 * 0, and variance `[C]`, at first 1. A convolution before it needs no bias.
 *
 * @example
 * conv2d(16, 3, { padding: 1, bias: false }), batchNorm2d(), relu()
 */
export function batchNorm2d(options?: BatchNorm2dOptions): Layer {
  return layer('batchNorm2d', [options]);
}

/**
 * Group normalisation: the channels of an image in groups, each with its mean taken away and divided by its
 * standard deviation; then channels are scaled and shifted by learned numbers. As PyTorch's `nn.GroupNorm`;
 * Wu & He, 2018.
 *
 * Shape: unchanged. Weight `[C]`, at first 1, and bias `[C]`, at first 0.
 *
 * @param groups Number of groups; must divide the channels. 1 normalises the whole image, C each channel.
 */
export function groupNorm(groups: number, options?: NormOptions): Layer {
  return layer('groupNorm', [groups, options]);
}

/**
 * Layer normalisation: an image has the mean of all its values taken away and is divided by their standard
 * deviation; then every value is scaled and shifted by learned numbers. As PyTorch's
 * `nn.LayerNorm([C, H, W])`; Ba, Kiros & Hinton, 2016.
 *
 * Shape: unchanged. Weight of the input's shape, at first 1, and bias likewise, at first 0.
 */
export function layerNorm(options?: NormOptions): Layer {
  return layer('layerNorm', [options]);
}

export interface LocalResponseNormOptions extends LayerOptions {
  /** Default 1e-4. It is divided by `size`: the paper's α is `alpha / size`. */
  readonly alpha?: number;
  /** The exponent. Default 0.75. */
  readonly beta?: number;
  /** What the sum starts from. Default 1. */
  readonly k?: number;
}

/**
 * Local response normalisation: a value is divided by (k + alpha / size · Σ x²)^beta, where the sum goes over
 * its own and its neighbouring channels at the same pixel. As PyTorch's `nn.LocalResponseNorm`.
 * Krizhevsky, Sutskever & Hinton, 2012 use `localResponseNorm(5, { alpha: 5e-4, k: 2 })`.
 *
 * Shape: unchanged.
 *
 * @param size Number of channels that take part: ⌊size / 2⌋ before a channel, itself, the rest behind.
 */
export function localResponseNorm(size: number, options?: LocalResponseNormOptions): Layer {
  return layer('localResponseNorm', [size, options]);
}
