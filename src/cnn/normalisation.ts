/** Layers that bring values to a common scale. */
import { layer } from './layer.ts';
import type { Layer, LayerOptions } from './types.ts';

export interface NormOptions extends LayerOptions {
  /** Added to the variance for numerical stability. Default 1e-5. */
  readonly epsilon?: number;
  /** Whether to apply a learned scale and shift afterwards. Default `true`. */
  readonly affine?: boolean;
}

export interface BatchNorm2dOptions extends NormOptions {
  /** Weight of a batch in the running statistics, from 0 to 1. Default 0.1. */
  readonly momentum?: number;
}

/**
 * Batch normalisation: subtracts each channel's mean and divides by its standard deviation, over the batch in training
 * and from running averages in inference; then applies a learned scale and shift. As PyTorch's `nn.BatchNorm2d`; Ioffe
 * & Szegedy, 2015.
 *
 * Shape: unchanged, C×H×W. Weight `[C]`, initialised to 1, and bias `[C]`, to 0; running mean `[C]`, initialised to 0,
 * and variance `[C]`, to 1. A convolution before it needs no bias.
 *
 * @remarks Between a convolution and its activation: deep networks learn faster, with larger learning rates, and depend
 * less on their initial weights. With batches of a few images its statistics are poor; group normalisation does not
 * need any.
 * @pytorch nn.BatchNorm2d
 * @keras layers.BatchNormalization
 * @paper Ioffe & Szegedy, 2015. Batch Normalization: Accelerating Deep Network Training by Reducing Internal
 * Covariate Shift. arXiv:1502.03167
 * @example
 * batchNorm2d()  // 16×28×28 → 16×28×28
 * conv2d(16, 3, { padding: 1, bias: false }), batchNorm2d(), relu()
 */
export function batchNorm2d(options?: BatchNorm2dOptions): Layer {
  return layer('batchNorm2d', [options]);
}

/**
 * Group normalisation: splits the channels of an image into groups, subtracts each group's mean and divides by its
 * standard deviation; then applies a learned scale and shift to each channel. As PyTorch's `nn.GroupNorm`; Wu & He,
 * 2018.
 *
 * Shape: unchanged. Weight `[C]`, initialised to 1, and bias `[C]`, to 0.
 *
 * @remarks Replaces batch normalisation where batches are small: the result for an image does not depend on the others.
 * @param groups Number of groups; must divide the channels. 1 normalises the whole image, C each channel.
 * @pytorch nn.GroupNorm
 * @keras layers.GroupNormalization
 * @paper Wu & He, 2018. Group Normalization. arXiv:1803.08494
 * @example
 * groupNorm(4)  // 16×28×28 → 16×28×28
 */
export function groupNorm(groups: number, options?: NormOptions): Layer {
  return layer('groupNorm', [groups, options]);
}

/**
 * Layer normalisation: subtracts the mean of all values of an image and divides by their standard deviation; then
 * applies a learned scale and shift to every value. As PyTorch's `nn.LayerNorm([C, H, W])`; Ba, Kiros & Hinton, 2016.
 *
 * Shape: unchanged. Weight of the input's shape, initialised to 1, and bias likewise, to 0.
 *
 * @remarks Normalises each image by itself, independently of the batch. Common in transformers; its weights fit one
 * size of feature map only.
 * @pytorch nn.LayerNorm
 * @keras layers.LayerNormalization
 * @paper Ba, Kiros & Hinton, 2016. Layer Normalization. arXiv:1607.06450
 * @example
 * layerNorm()  // 16×28×28 → 16×28×28
 */
export function layerNorm(options?: NormOptions): Layer {
  return layer('layerNorm', [options]);
}

export interface LocalResponseNormOptions extends LayerOptions {
  /** Default 1e-4. It is divided by `size`: the paper's α is `alpha / size`. */
  readonly alpha?: number;
  /** The exponent. Default 0.75. */
  readonly beta?: number;
  /** Constant added to the sum. Default 1. */
  readonly k?: number;
}

/**
 * Local response normalisation: divides each value by (k + alpha / size · Σ x²)^beta, where the sum runs over its own
 * and neighbouring channels at the same pixel. As PyTorch's `nn.LocalResponseNorm`. Krizhevsky, Sutskever & Hinton,
 * 2012 use `localResponseNorm(5, { alpha: 5e-4, k: 2 })`.
 *
 * Shape: unchanged.
 *
 * @remarks Lets strong channels inhibit their neighbours, as in AlexNet; batch normalisation has replaced it.
 * @param size Number of channels in the sum: ⌊size / 2⌋ before a channel, itself, the rest after it.
 * @pytorch nn.LocalResponseNorm
 * @paper Krizhevsky, Sutskever & Hinton, 2012. ImageNet Classification with Deep Convolutional Neural Networks.
 * doi:10.1145/3065386
 * @example
 * localResponseNorm(5, { alpha: 5e-4, k: 2 })  // 96×55×55 → 96×55×55
 */
export function localResponseNorm(size: number, options?: LocalResponseNormOptions): Layer {
  return layer('localResponseNorm', [size, options]);
}
