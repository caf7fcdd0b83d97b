/** Layers that make a feature map larger or take a part of it, without learning. */
import { layer } from './layer.ts';
import type { Border, Layer, LayerOptions, Size } from './types.ts';

/**
 * Zeros around a feature map.
 *
 * Shape: C×H×W → C×(H + top + bottom)×(W + left + right).
 *
 * @remarks Padding as a separate step, where a convolution's own does not suffice: before several branches, for
 * example.
 * @param padding Pixels: a number, `[vertical, horizontal]` or `[top, bottom, left, right]`.
 * @pytorch nn.ZeroPad2d
 * @keras layers.ZeroPadding2D
 * @example
 * zeroPad2d([0, 1, 0, 1])  // 3×32×32 → 3×33×33
 */
export function zeroPad2d(padding: Border, options?: LayerOptions): Layer {
  return layer('zeroPad2d', [padding, options]);
}

/**
 * Some channels of a feature map, in the order given, as PyTorch's `x[:, [0, 2]]`.
 *
 * Shape: C×H×W → (number of channels)×H×W.
 *
 * @remarks Together with `concat`, it defines which maps feed which: the connection table of LeNet-5 as published.
 * @param channels Indices of the channels, starting at 0.
 * @pytorch index_select
 * @paper LeCun, Bottou, Bengio & Haffner, 1998. Gradient-Based Learning Applied to Document Recognition.
 * doi:10.1109/5.726791
 * @example
 * selectChannels([0, 1, 2])  // 6×14×14 → 3×14×14
 * conv2d(1, 5)(selectChannels([0, 1, 2])(x))  // a kernel that sees three of the maps
 */
export function selectChannels(channels: readonly number[], options?: LayerOptions): Layer {
  return layer('selectChannels', [channels, options]);
}

export interface Upsample2dOptions extends LayerOptions {
  /**
   * `'nearest'` repeats pixels; `'bilinear'` blends the nearest four, with corners as PyTorch's
   * `align_corners=False`. Default `'nearest'`.
   */
  readonly mode?: 'nearest' | 'bilinear';
}

/**
 * Enlarges a feature map, as PyTorch's `nn.Upsample`.
 *
 * Shape: C×H×W → C×(scale · H)×(scale · W).
 *
 * @remarks Upsamples without weights; a convolution after it learns what a transposed convolution would, without
 * checkerboard artifacts.
 * @param scale Scale factor: a whole number, or `[vertical, horizontal]`.
 * @pytorch nn.Upsample
 * @keras layers.UpSampling2D
 * @paper Odena, Dumoulin & Olah, 2016. Deconvolution and Checkerboard Artifacts. doi:10.23915/distill.00003
 * @example
 * upsample2d(2)  // 64×8×8 → 64×16×16
 */
export function upsample2d(scale: Size, options?: Upsample2dOptions): Layer {
  return layer('upsample2d', [scale, options]);
}
