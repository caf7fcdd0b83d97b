/** Layers of vectors, and the way between feature maps and them. */
import { layer } from './layer.ts';
import type { Layer, LayerOptions } from './types.ts';

/**
 * Turns a feature map into a vector, channel by channel and row by row.
 *
 * Shape: C×H×W → C·H·W.
 *
 * @remarks Used between feature maps and dense layers, which take vectors. It has no weights and changes no value.
 * @pytorch nn.Flatten
 * @keras layers.Flatten
 * @example
 * flatten()  // 16×5×5 → 400
 */
export function flatten(options?: LayerOptions): Layer {
  return layer('flatten', [options]);
}

/**
 * The same values in another shape.
 *
 * Shape: to `[channels, height, width]` or `[features]`, with the same number of values.
 *
 * @remarks Turns a vector back into feature maps, as in a decoder.
 * @param shape Shape of one image, without the batch dimension.
 * @pytorch nn.Unflatten
 * @keras layers.Reshape
 * @example
 * reshape([32, 7, 7])  // 1568 → 32×7×7
 * dense(7 * 7 * 32), reshape([32, 7, 7])
 */
export function reshape(
  shape: readonly [channels: number, height: number, width: number] | readonly [features: number],
  options?: LayerOptions,
): Layer {
  return layer('reshape', [shape, options]);
}

export interface DenseOptions extends LayerOptions {
  /** Whether to add a learned bias to each unit. Default `true`. */
  readonly bias?: boolean;
}

/**
 * Fully connected layer: every unit computes a weighted sum of all inputs, as PyTorch's `nn.Linear`.
 *
 * Shape: F → units. A feature map must pass `flatten()` first.
 *
 * Weights `[units, F]` and bias `[units]` are initialised from U(−1/√F, 1/√F).
 *
 * @remarks Combines all features with one another: the classifier at the end of a network. After a large feature map it
 * holds most of a model's weights.
 * @param units Number of outputs. The last layer of a classifier has one for each class.
 * @pytorch nn.Linear
 * @keras layers.Dense
 * @paper Rumelhart, Hinton & Williams, 1986. Learning Representations by Back-Propagating Errors.
 * doi:10.1038/323533a0
 * @example
 * dense(120)  // 400 → 120
 * flatten(), dense(120), tanh(), dense(10)
 */
export function dense(units: number, options?: DenseOptions): Layer {
  return layer('dense', [units, options]);
}

/**
 * Radial basis outputs: how close the input is to each of several fixed points, as the negative squared distance
 * −Σ (x − centre)². The nearest centre has the largest output, so `crossEntropy()` takes the outputs as they are.
 *
 * Shape: F → one output per centre. It has no learned parameters.
 *
 * @remarks The last layer of LeNet-5 as published, whose centres are small pictures of the digits: an image that is not
 * a digit is far from all of them.
 * @param centres A list of points, each a list of F numbers.
 * @paper LeCun, Bottou, Bengio & Haffner, 1998. Gradient-Based Learning Applied to Document Recognition.
 * doi:10.1109/5.726791
 * @example
 * radialBasis([[1, 1], [-1, 1], [0, -1]])  // 2 → 3
 * dense(2), radialBasis([[1, 1], [-1, 1], [0, -1]])
 */
export function radialBasis(centres: readonly (readonly number[])[], options?: LayerOptions): Layer {
  return layer('radialBasis', [centres, options]);
}

/**
 * Dropout: in training each value is set to 0 with probability `p` and the others are divided by 1 − p; in inference it
 * does nothing. As PyTorch's `nn.Dropout`; Srivastava et al., 2014.
 *
 * Shape: unchanged.
 *
 * @remarks Reduces overfitting, usually between dense layers: no unit can rely on another being present. Place it after
 * batch normalisation, not before.
 * @param p Probability of setting a value to 0, from 0 to below 1. Default 0.5.
 * @pytorch nn.Dropout
 * @keras layers.Dropout
 * @paper Srivastava et al., 2014. Dropout: A Simple Way to Prevent Neural Networks from Overfitting. Journal of
 * Machine Learning Research 15.
 * @example
 * dropout(0.5)  // 120 → 120
 */
export function dropout(p?: number, options?: LayerOptions): Layer {
  return layer('dropout', [p, options]);
}
