/** Losses, optimizers and learning rates. */
import { record } from './record.ts';
import type { Loss, Optimizer, Schedule } from './types.ts';

/**
 * Cross-entropy of the softmax of the model's outputs (logits) against the class number, mean over the
 * batch, as PyTorch's `nn.CrossEntropyLoss`. The model must not end in `softmax()`.
 */
export function crossEntropy(): Loss {
  return record('loss', 'crossEntropy', []);
}

export interface SgdOptions {
  /** A number, or a schedule: `cosine(0.1)`. Default 0.001. */
  readonly learningRate?: number | Schedule;
  /** Share of the last step that goes into the next, from 0 to below 1. Default 0. */
  readonly momentum?: number;
  /** Nesterov's momentum; needs `momentum` above 0. Default `false`. */
  readonly nesterov?: boolean;
  /** Adds this times the weights to their gradients (L2 penalty). Default 0. */
  readonly weightDecay?: number;
}

/**
 * Stochastic gradient descent as PyTorch's `optim.SGD`:
 * v ← momentum · v + g, w ← w − learningRate · v (with `nesterov`: w ← w − learningRate · (g + momentum · v)).
 */
export function sgd(options?: SgdOptions): Optimizer {
  return record('optimizer', 'sgd', [options]);
}

export interface AdamOptions {
  /** A number, or a schedule: `cosine(2e-3)`. Default 0.001. */
  readonly learningRate?: number | Schedule;
  /** Decay of the running mean of gradients, from 0 to below 1. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the running mean of squared gradients, from 0 to below 1. Default 0.999. */
  readonly beta2?: number;
  /** Keeps the division finite. Default 1e-8. */
  readonly epsilon?: number;
  /** Adds this times the weights to their gradients (L2 penalty). Default 0. */
  readonly weightDecay?: number;
}

/** Adam (Kingma & Ba, 2014) as PyTorch's `optim.Adam`. */
export function adam(options?: AdamOptions): Optimizer {
  return record('optimizer', 'adam', [options]);
}

export interface CosineOptions {
  /** What the learning rate falls to. Default 0. */
  readonly finalLearningRate?: number;
}

/**
 * A learning rate that falls along half a cosine from `learningRate` at the first step towards
 * `finalLearningRate`, which a step after the last would have. Loshchilov & Hutter, 2016, without restarts.
 *
 * @example
 * adam({ learningRate: cosine(2e-3) })
 */
export function cosine(learningRate: number, options?: CosineOptions): Schedule {
  return record('schedule', 'cosine', [learningRate, options]);
}
