/** Pooling: one value for many, channel by channel. */
import { layer } from './layer.ts';
import type { Layer, LayerOptions, Padding, Size } from './types.ts';

export interface MaxPool2dOptions extends LayerOptions {
  /** Step of the window in pixels. Default: the window's size, so that windows do not overlap. */
  readonly stride?: Size;
  /** Border of −∞ around the input, in pixels, which is never the maximum; at most half the window. Default 0. */
  readonly padding?: Padding;
  /** Spacing between the pixels of the window. Default 1. */
  readonly dilation?: Size;
  /** Rounds the output size up rather than down, so that a last, partial window counts. Default `false`. */
  readonly ceilMode?: boolean;
}

/**
 * Max pooling: the largest value in each window, channel by channel, as PyTorch's `nn.MaxPool2d`.
 *
 * Shape: C×H×W → C×H′×W′, with H′ = ⌊(H − K + P) / S⌋ + 1 for each axis (⌈…⌉ with `ceilMode`).
 *
 * @remarks Downsamples a feature map and keeps whether a pattern was detected nearby rather than exactly where, so that
 * small shifts do no harm.
 * @param size Size of the window in pixels: a number, or `[height, width]`.
 * @pytorch nn.MaxPool2d
 * @keras layers.MaxPooling2D
 * @paper Ranzato, Huang, Boureau & LeCun, 2007. Unsupervised Learning of Invariant Feature Hierarchies.
 * doi:10.1109/CVPR.2007.383157
 * @example
 * maxPool2d(2)                 // 6×28×28 → 6×14×14
 * maxPool2d(3, { stride: 2 })  // overlapping windows, as in AlexNet
 */
export function maxPool2d(size: Size, options?: MaxPool2dOptions): Layer {
  return layer('maxPool2d', [size, options]);
}

export interface AvgPool2dOptions extends LayerOptions {
  /** Step of the window in pixels. Default: the window's size, so that windows do not overlap. */
  readonly stride?: Size;
  /** Zeros around the input; at most half the window. Default 0. */
  readonly padding?: Padding;
  /** Rounds the output size up rather than down, so that a last, partial window counts. Default `false`. */
  readonly ceilMode?: boolean;
  /** Whether the padding counts as pixels of value 0 in the mean. Default `true`. */
  readonly countIncludePad?: boolean;
}

/**
 * Average pooling: the mean of each window, channel by channel, as PyTorch's `nn.AvgPool2d`. LeNet-5's
 * paper calls it subsampling.
 *
 * Shape: C×H×W → C×H′×W′, with H′ = ⌊(H − K + P) / S⌋ + 1 for each axis (⌈…⌉ with `ceilMode`).
 *
 * @remarks Downsamples a feature map by averaging, as in LeNet-5; smoother than max pooling, which keeps the strongest
 * response.
 * @param size Size of the window in pixels: a number, or `[height, width]`.
 * @pytorch nn.AvgPool2d
 * @keras layers.AveragePooling2D
 * @paper LeCun, Bottou, Bengio & Haffner, 1998. Gradient-Based Learning Applied to Document Recognition.
 * doi:10.1109/5.726791
 * @example
 * avgPool2d(2)  // 6×28×28 → 6×14×14
 */
export function avgPool2d(size: Size, options?: AvgPool2dOptions): Layer {
  return layer('avgPool2d', [size, options]);
}

/**
 * Mean of each channel over the whole feature map.
 *
 * Shape: C×H×W → C×1×1. `flatten()` turns it into a vector.
 *
 * @remarks One number per channel before the classifier, instead of flatten and large dense layers: far fewer weights,
 * and images of any size.
 * @pytorch nn.AdaptiveAvgPool2d
 * @keras layers.GlobalAveragePooling2D
 * @paper Lin, Chen & Yan, 2013. Network In Network. arXiv:1312.4400
 * @example
 * globalAvgPool2d()  // 512×7×7 → 512×1×1
 * globalAvgPool2d(), flatten(), dense(10)
 */
export function globalAvgPool2d(options?: LayerOptions): Layer {
  return layer('globalAvgPool2d', [options]);
}

/**
 * Largest value of each channel over the whole feature map.
 *
 * Shape: C×H×W → C×1×1. `flatten()` turns it into a vector.
 *
 * @remarks One number per channel before the classifier: whether the pattern is anywhere in the image.
 * @pytorch nn.AdaptiveMaxPool2d
 * @keras layers.GlobalMaxPooling2D
 * @paper Oquab, Bottou, Laptev & Sivic, 2015. Is Object Localization for Free? doi:10.1109/CVPR.2015.7298668
 * @example
 * globalMaxPool2d()  // 512×7×7 → 512×1×1
 */
export function globalMaxPool2d(options?: LayerOptions): Layer {
  return layer('globalMaxPool2d', [options]);
}

/**
 * Average pooling to a given size, as PyTorch's `nn.AdaptiveAvgPool2d`: output i is the mean of the pixels
 * from ⌊i · H / n⌋ to before ⌈(i + 1) · H / n⌉, so windows differ by a pixel where n does not divide H.
 *
 * Shape: C×H×W → C×n×n.
 *
 * @remarks Resizes feature maps of any size to the one that the following dense layers expect, as in torchvision's
 * AlexNet and VGG.
 * @param outputSize A number n, or `[height, width]`.
 * @pytorch nn.AdaptiveAvgPool2d
 * @paper He, Zhang, Ren & Sun, 2014. Spatial Pyramid Pooling in Deep Convolutional Networks. arXiv:1406.4729
 * @example
 * adaptiveAvgPool2d(6)  // 256×13×13 → 256×6×6
 */
export function adaptiveAvgPool2d(outputSize: Size, options?: LayerOptions): Layer {
  return layer('adaptiveAvgPool2d', [outputSize, options]);
}
