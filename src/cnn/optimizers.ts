/** How the weights follow their gradients. */
import { record } from './record.ts';
import type { Optimizer, Schedule } from './types.ts';

export interface SgdOptions {
  /** A number, or a schedule: `cosine(0.1)`. Default 0.001. */
  readonly learningRate?: number | Schedule;
  /** Share of the last step that goes into the next, from 0 to below 1. Default 0. */
  readonly momentum?: number;
  /** Share of each gradient but the first that stays out of the momentum, from 0 to 1. Default 0. */
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
 * @remarks The classic, with momentum 0.9 and a falling learning rate: for networks that others have trained
 * before, often the best end result. It asks for more tuning than Adam.
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
  /** Keeps the division finite. Default 1e-8. */
  readonly epsilon?: number;
}

export interface AdamOptions extends Moments {
  /** Adds this times the weights to their gradients (L2 penalty). Default 0. */
  readonly weightDecay?: number;
}

/**
 * Adam (Kingma & Ba, 2014) as PyTorch's `optim.Adam`.
 *
 * @remarks A good start for any model: each weight has a step of its own size, so 1e-3 mostly works untuned.
 * @pytorch optim.Adam
 * @keras optimizers.Adam
 * @paper Kingma & Ba, 2014. Adam: A Method for Stochastic Optimization. arXiv:1412.6980
 */
export function adam(options?: AdamOptions): Optimizer {
  return record('optimizer', 'adam', [options]);
}

export interface AdamWOptions extends Moments {
  /** Share of the weights, times the learning rate, that each step takes away. Default 0.01. */
  readonly weightDecay?: number;
}

/**
 * Adam with decoupled weight decay (Loshchilov & Hutter, 2017) as PyTorch's `optim.AdamW`:
 * w ← (1 − learningRate · weightDecay) · w before each step of Adam.
 *
 * @remarks Adam where weights shall decay: the decay does not get lost in Adam's own scaling.
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
  /** Keeps the division finite. Default 1e-8. */
  readonly epsilon?: number;
  /** Share of the last step that goes into the next, from 0 to below 1. Default 0. */
  readonly momentum?: number;
  /** Divides by the deviation of the gradients, not by the root of their mean square. Default `false`. */
  readonly centered?: boolean;
  /** Adds this times the weights to their gradients (L2 penalty). Default 0. */
  readonly weightDecay?: number;
}

/**
 * RMSprop (Hinton, 2012) as PyTorch's `optim.RMSprop`: s ← alpha · s + (1 − alpha) · g²,
 * v ← momentum · v + g / (√s + epsilon), w ← w − learningRate · v.
 *
 * @remarks Steps scaled by recent gradients, without Adam's running mean: what Inception and MobileNet were
 * trained with.
 * @pytorch optim.RMSprop
 * @keras optimizers.RMSprop
 * @paper Tieleman & Hinton, 2012. Lecture 6.5: RMSprop. Coursera, Neural Networks for Machine Learning.
 */
export function rmsprop(options?: RmspropOptions): Optimizer {
  return record('optimizer', 'rmsprop', [options]);
}
