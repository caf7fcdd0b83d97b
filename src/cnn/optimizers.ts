/** How the gradients update the weights. */
import { record } from './record.ts';
import type { Optimizer, Schedule } from './types.ts';

export interface SgdOptions {
  /** A number, or a schedule: `cosine(0.1)`. Default 0.001. */
  readonly learningRate?: number | Schedule;
  /** Momentum factor: fraction of the last step that is added to the next, from 0 to below 1. Default 0. */
  readonly momentum?: number;
  /** Fraction of each gradient, except the first, that is not added to the momentum, from 0 to 1. Default 0. */
  readonly dampening?: number;
  /** Nesterov's momentum; needs `momentum` above 0 and no `dampening`. Default `false`. */
  readonly nesterov?: boolean;
  /** Adds this times the weights to their gradients (L2 penalty). Default 0. */
  readonly weightDecay?: number;
}

/**
 * Stochastic gradient descent as PyTorch's `optim.SGD`: v ← momentum · v + (1 − dampening) · g, and v = g in
 * the first step; w ← w − learningRate · v (with `nesterov`: w ← w − learningRate · (g + momentum · v)).
 *
 * @remarks The classic, with momentum 0.9 and a decaying learning rate: often the best final accuracy for well-known
 * networks. It needs more tuning than Adam.
 * @pytorch optim.SGD
 * @keras optimizers.SGD
 * @paper Sutskever, Martens, Dahl & Hinton, 2013. On the Importance of Initialization and Momentum in Deep
 * Learning. Proceedings of Machine Learning Research 28.
 */
export function sgd(options?: SgdOptions): Optimizer {
  return record('optimizer', 'sgd', [options]);
}

interface Moments {
  /** A number, or a schedule: `cosine(2e-3)`. Default 0.001. */
  readonly learningRate?: number | Schedule;
  /** Decay of the running mean of gradients, from 0 to below 1. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the running mean of squared gradients, from 0 to below 1. Default 0.999. */
  readonly beta2?: number;
  /** Added to the denominator for numerical stability. Default 1e-8. */
  readonly epsilon?: number;
}

export interface AdamOptions extends Moments {
  /** Adds this times the weights to their gradients (L2 penalty). Default 0. */
  readonly weightDecay?: number;
}

/**
 * Adam (Kingma & Ba, 2014) as PyTorch's `optim.Adam`.
 *
 * @remarks A good default for any model: each weight has its own step size, so 1e-3 usually works without tuning.
 * @pytorch optim.Adam
 * @keras optimizers.Adam
 * @paper Kingma & Ba, 2014. Adam: A Method for Stochastic Optimization. arXiv:1412.6980
 */
export function adam(options?: AdamOptions): Optimizer {
  return record('optimizer', 'adam', [options]);
}

export interface AdamWOptions extends Moments {
  /** Fraction of the weights, times the learning rate, that each step subtracts. Default 0.01. */
  readonly weightDecay?: number;
}

/**
 * Adam with decoupled weight decay (Loshchilov & Hutter, 2017) as PyTorch's `optim.AdamW`:
 * w ← (1 − learningRate · weightDecay) · w before each step of Adam.
 *
 * @remarks Use it instead of Adam for weight decay: the decay is not affected by Adam's scaling of the gradients.
 * @pytorch optim.AdamW
 * @keras optimizers.AdamW
 * @paper Loshchilov & Hutter, 2017. Decoupled Weight Decay Regularization. arXiv:1711.05101
 */
export function adamW(options?: AdamWOptions): Optimizer {
  return record('optimizer', 'adamW', [options]);
}

export interface RmspropOptions {
  /** A number, or a schedule: `exponential(0.01, { gamma: 0.9 })`. Default 0.01. */
  readonly learningRate?: number | Schedule;
  /** Decay of the running mean of squared gradients, from 0 to below 1. Default 0.99. */
  readonly alpha?: number;
  /** Added to the denominator for numerical stability. Default 1e-8. */
  readonly epsilon?: number;
  /** Momentum factor: fraction of the last step that is added to the next, from 0 to below 1. Default 0. */
  readonly momentum?: number;
  /** Divides by the standard deviation of the gradients, not by the root of their mean square. Default `false`. */
  readonly centered?: boolean;
  /** Adds this times the weights to their gradients (L2 penalty). Default 0. */
  readonly weightDecay?: number;
}

/**
 * RMSprop (Hinton, 2012) as PyTorch's `optim.RMSprop`: s ← alpha · s + (1 − alpha) · g²,
 * v ← momentum · v + g / (√s + epsilon), w ← w − learningRate · v.
 *
 * @remarks Steps scaled by recent gradients, without Adam's running mean; used to train Inception and MobileNet.
 * @pytorch optim.RMSprop
 * @keras optimizers.RMSprop
 * @paper Tieleman & Hinton, 2012. Lecture 6.5: RMSprop. Coursera, Neural Networks for Machine Learning.
 */
export function rmsprop(options?: RmspropOptions): Optimizer {
  return record('optimizer', 'rmsprop', [options]);
}
