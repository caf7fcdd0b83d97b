/** Layers that make a feature map larger without learning. */
import { layer } from './layer.ts';
import type { Border, Layer, LayerOptions, Size } from './types.ts';

/**
 * Zeros around a feature map.
 *
 * Shape: C×H×W → C×(H + top + bottom)×(W + left + right).
 *
 * @param padding Pixels: a number, `[vertical, horizontal]` or `[top, bottom, left, right]`.
 * @example
 * zeroPad2d([0, 1, 0, 1])  // 3×32×32 → 3×33×33
 */
export function zeroPad2d(padding: Border, options?: LayerOptions): Layer {
  return layer('zeroPad2d', [padding, options]);
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
 * @param scale How many times larger: a whole number, or `[vertical, horizontal]`.
 * @example
 * upsample2d(2)  // 64×8×8 → 64×16×16
 */
export function upsample2d(scale: Size, options?: Upsample2dOptions): Layer {
  return layer('upsample2d', [scale, options]);
}
