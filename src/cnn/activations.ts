/** Functions applied to each value of a tensor, and softmax over its channels. */
import { layer } from './layer.ts';
import type { Layer, LayerOptions } from './types.ts';

/** Rectified linear unit: max(0, x). Nair & Hinton, 2010. */
export function relu(options?: LayerOptions): Layer {
  return layer('relu', [options]);
}

/**
 * Leaky ReLU: x where x > 0, else negativeSlope · x. Maas et al., 2013.
 *
 * @param negativeSlope Slope on the negative side. Default 0.01.
 */
export function leakyRelu(negativeSlope?: number, options?: LayerOptions): Layer {
  return layer('leakyRelu', [negativeSlope, options]);
}

/**
 * Exponential linear unit: x where x > 0, else alpha · (eˣ − 1). Clevert et al., 2015.
 *
 * @param alpha The function tends to −alpha on the negative side. Default 1.
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

/** Gaussian error linear unit: x · Φ(x). Hendrycks & Gimpel, 2016. */
export function gelu(options?: GeluOptions): Layer {
  return layer('gelu', [options]);
}

/** Sigmoid linear unit, also called swish: x · σ(x). */
export function silu(options?: LayerOptions): Layer {
  return layer('silu', [options]);
}

/** Hard swish: x · min(max(x + 3, 0), 6) / 6. Howard et al., 2019 (MobileNetV3). */
export function hardswish(options?: LayerOptions): Layer {
  return layer('hardswish', [options]);
}

/** Logistic function: 1 / (1 + e⁻ˣ). */
export function sigmoid(options?: LayerOptions): Layer {
  return layer('sigmoid', [options]);
}

/** Hyperbolic tangent. */
export function tanh(options?: LayerOptions): Layer {
  return layer('tanh', [options]);
}

/**
 * Softmax: positive values that sum to 1. Over the features of a vector, over the channels of a feature
 * map at each pixel. Not before `crossEntropy()`, which takes logits.
 */
export function softmax(options?: LayerOptions): Layer {
  return layer('softmax', [options]);
}

/** Logarithm of softmax, computed in one stable step. */
export function logSoftmax(options?: LayerOptions): Layer {
  return layer('logSoftmax', [options]);
}
