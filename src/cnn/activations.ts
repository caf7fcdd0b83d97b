/** Functions applied to each value of a tensor, and softmax over its channels. */
import { layer } from './layer.ts';
import type { Layer, LayerOptions } from './types.ts';

/**
 * Rectified linear unit: max(0, x). Nair & Hinton, 2010.
 *
 * @remarks The usual activation between convolutions: cheap, and its gradient does not shrink where a value is
 * positive.
 * @pytorch nn.ReLU
 * @keras layers.ReLU
 * @paper Nair & Hinton, 2010. Rectified Linear Units Improve Restricted Boltzmann Machines.
 * @example
 * relu()  // 6×28×28 → 6×28×28
 */
export function relu(options?: LayerOptions): Layer {
  return layer('relu', [options]);
}

/**
 * ReLU with a ceiling: min(max(0, x), 6). Howard et al., 2017 (MobileNet).
 *
 * @remarks For networks that will run at low precision: all values stay in a known range.
 * @pytorch nn.ReLU6
 * @keras activations.relu6
 * @paper Howard et al., 2017. MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications.
 * arXiv:1704.04861
 * @example
 * relu6()  // 32×112×112 → 32×112×112
 */
export function relu6(options?: LayerOptions): Layer {
  return layer('relu6', [options]);
}

/**
 * Leaky ReLU: x where x > 0, else negativeSlope · x. Maas et al., 2013.
 *
 * @remarks An alternative to ReLU where units die: negative values keep a small gradient, so that a unit can recover.
 * @param negativeSlope Slope on the negative side. Default 0.01.
 * @pytorch nn.LeakyReLU
 * @keras layers.LeakyReLU
 * @paper Maas, Hannun & Ng, 2013. Rectifier Nonlinearities Improve Neural Network Acoustic Models.
 * @example
 * leakyRelu(0.2)  // 6×28×28 → 6×28×28
 */
export function leakyRelu(negativeSlope?: number, options?: LayerOptions): Layer {
  return layer('leakyRelu', [negativeSlope, options]);
}

/**
 * Exponential linear unit: x where x > 0, else alpha · (eˣ − 1). Clevert et al., 2015.
 *
 * @remarks Smooth, with outputs whose mean is nearer to 0 than ReLU's, which speeds up learning without batch
 * normalisation.
 * @param alpha The function tends to −alpha on the negative side. Default 1.
 * @pytorch nn.ELU
 * @keras layers.ELU
 * @paper Clevert, Unterthiner & Hochreiter, 2015. Fast and Accurate Deep Network Learning by Exponential Linear
 * Units. arXiv:1511.07289
 * @example
 * elu()  // 6×28×28 → 6×28×28
 */
export function elu(alpha?: number, options?: LayerOptions): Layer {
  return layer('elu', [alpha, options]);
}

export interface GeluOptions extends LayerOptions {
  /**
   * `'none'`: x · Φ(x), with Φ the normal distribution's cumulative function. `'tanh'`: its approximation
   * ½ · x · (1 + tanh(√(2/π) · (x + 0.044715 · x³))). Default `'none'`.
   */
  readonly approximate?: 'none' | 'tanh';
}

/**
 * Gaussian error linear unit: x · Φ(x). Hendrycks & Gimpel, 2016.
 *
 * @remarks The activation of transformers and of convolutional networks built after them (ConvNeXt): a ReLU with a
 * smooth bend.
 * @pytorch nn.GELU
 * @keras activations.gelu
 * @paper Hendrycks & Gimpel, 2016. Gaussian Error Linear Units. arXiv:1606.08415
 * @example
 * gelu({ approximate: 'tanh' })  // 6×28×28 → 6×28×28
 */
export function gelu(options?: GeluOptions): Layer {
  return layer('gelu', [options]);
}

/**
 * Sigmoid linear unit, also called swish: x · σ(x).
 *
 * @remarks A smooth ReLU that dips below 0, as in EfficientNet; often slightly better than ReLU in deep networks, but
 * slower to compute.
 * @pytorch nn.SiLU
 * @keras activations.silu
 * @paper Ramachandran, Zoph & Le, 2017. Searching for Activation Functions. arXiv:1710.05941
 * @example
 * silu()  // 6×28×28 → 6×28×28
 */
export function silu(options?: LayerOptions): Layer {
  return layer('silu', [options]);
}

/**
 * Hard swish: x · min(max(x + 3, 0), 6) / 6. Howard et al., 2019 (MobileNetV3).
 *
 * @remarks SiLU without an exponential, for small and mobile networks.
 * @pytorch nn.Hardswish
 * @keras activations.hard_silu
 * @paper Howard et al., 2019. Searching for MobileNetV3. arXiv:1905.02244
 * @example
 * hardswish()  // 6×28×28 → 6×28×28
 */
export function hardswish(options?: LayerOptions): Layer {
  return layer('hardswish', [options]);
}

/**
 * Logistic function: 1 / (1 + e⁻ˣ).
 *
 * @remarks A gate or a probability between 0 and 1, as in squeeze and excitation or binary classification. In deep
 * networks its gradient vanishes.
 * @pytorch nn.Sigmoid
 * @keras activations.sigmoid
 * @example
 * sigmoid()  // 6×28×28 → 6×28×28
 */
export function sigmoid(options?: LayerOptions): Layer {
  return layer('sigmoid', [options]);
}

export interface TanhOptions extends LayerOptions {
  /** Limit of the output on both sides. Default 1. */
  readonly amplitude?: number;
  /** Factor applied to the input. Default 1. */
  readonly slope?: number;
}

/**
 * Hyperbolic tangent: amplitude · tanh(slope · x).
 *
 * The LeNet-5 of 1998 uses `tanh({ amplitude: 1.7159, slope: 2 / 3 })`, which maps 1 to 1 and −1 to −1.
 *
 * @remarks The activation of the first convolutional networks, such as LeNet-5: between −1 and 1, with mean 0. In deep
 * networks its gradient vanishes, so ReLU has replaced it.
 * @pytorch nn.Tanh
 * @keras activations.tanh
 * @paper LeCun, Bottou, Bengio & Haffner, 1998. Gradient-Based Learning Applied to Document Recognition.
 * doi:10.1109/5.726791
 * @example
 * tanh()  // 6×28×28 → 6×28×28
 */
export function tanh(options?: TanhOptions): Layer {
  return layer('tanh', [options]);
}

/**
 * Softmax: positive values that sum to 1, over the features of a vector or over the channels of a feature map at each
 * pixel. Do not use it before `crossEntropy()`, which takes logits.
 *
 * @remarks Turns logits into probabilities, as the last layer of a model for inference only, or as attention over
 * channels.
 * @pytorch nn.Softmax
 * @keras layers.Softmax
 * @example
 * softmax()  // 10 → 10
 */
export function softmax(options?: LayerOptions): Layer {
  return layer('softmax', [options]);
}

/**
 * Logarithm of softmax, computed in one stable step.
 *
 * @remarks For models that output log-probabilities. Like softmax, it is not needed for training: the loss takes
 * logits.
 * @pytorch nn.LogSoftmax
 * @keras activations.log_softmax
 * @example
 * logSoftmax()  // 10 → 10
 */
export function logSoftmax(options?: LayerOptions): Layer {
  return layer('logSoftmax', [options]);
}
