/**
 * Learning rates that change in the course of training. All change from step to step; a time in epochs is
 * rounded to whole steps.
 */
import { record } from './record.ts';
import type { Schedule } from './types.ts';

/** A duration of training. */
export type Duration =
  | {
      /** Duration in epochs; fractions are allowed. Give this or `steps`. */
      readonly epochs: number;
      readonly steps?: never;
    }
  | {
      /** Duration in steps. Give this or `epochs`. */
      readonly steps: number;
      readonly epochs?: never;
    };

export interface CosineOptions {
  /** Learning rate at the end. Default 0. */
  readonly finalLearningRate?: number;
}

/**
 * Decays the learning rate along half a cosine, from `learningRate` at the first step towards `finalLearningRate`,
 * which it would reach one step after the last. Loshchilov & Hutter, 2016, without restarts; PyTorch's
 * `CosineAnnealingLR` over the whole training.
 *
 * @remarks Large steps first, smaller and smaller ones towards the end, with only the initial value to tune. A good
 * choice when the number of epochs is fixed.
 * @param learningRate Learning rate of the first step, above 0.
 * @pytorch optim.lr_scheduler.CosineAnnealingLR
 * @keras optimizers.schedules.CosineDecay
 * @paper Loshchilov & Hutter, 2016. SGDR: Stochastic Gradient Descent with Warm Restarts. arXiv:1608.03983
 * @example
 * adam({ learningRate: cosine(2e-3) })
 */
export function cosine(learningRate: number, options?: CosineOptions): Schedule {
  return record('schedule', 'cosine', [learningRate, options]);
}

export type StepDecayOptions = Duration & {
  /** Factor applied to the learning rate, above 0 and up to 1. Default 0.1. */
  readonly gamma?: number;
};

/**
 * Multiplies the learning rate by `gamma` every given number of epochs or steps, as PyTorch's `StepLR`.
 *
 * @remarks A tenth of the learning rate every few epochs: how many early ImageNet networks were trained.
 * @param learningRate Learning rate of the first step, above 0.
 * @pytorch optim.lr_scheduler.StepLR
 * @keras optimizers.schedules.PiecewiseConstantDecay
 * @example
 * sgd({ learningRate: stepDecay(0.1, { epochs: 30 }), momentum: 0.9 })
 */
export function stepDecay(learningRate: number, options: StepDecayOptions): Schedule {
  return record('schedule', 'stepDecay', [learningRate, options]);
}

/** Points in training. */
export type Milestones =
  | {
      /** Milestones in epochs, increasing; fractions are allowed. Give this or `steps`. */
      readonly epochs: readonly number[];
      readonly steps?: never;
    }
  | {
      /** Milestones in steps, increasing. Give this or `epochs`. */
      readonly steps: readonly number[];
      readonly epochs?: never;
    };

export type MultiStepDecayOptions = Milestones & {
  /** Factor applied to the learning rate, above 0 and up to 1. Default 0.1. */
  readonly gamma?: number;
};

/**
 * Multiplies the learning rate by `gamma` after each of these epochs or steps, as PyTorch's `MultiStepLR`; residual
 * networks are trained this way (He et al., 2015). After a warm-up, the count starts when the warm-up ends.
 *
 * @remarks Lowers the learning rate at chosen epochs, for example to train a residual network as in its paper.
 * @param learningRate Learning rate of the first step, above 0.
 * @pytorch optim.lr_scheduler.MultiStepLR
 * @keras optimizers.schedules.PiecewiseConstantDecay
 * @paper He, Zhang, Ren & Sun, 2015. Deep Residual Learning for Image Recognition. arXiv:1512.03385
 * @example
 * sgd({ learningRate: multiStepDecay(0.1, { epochs: [80, 120] }), momentum: 0.9, weightDecay: 1e-4 })
 */
export function multiStepDecay(learningRate: number, options: MultiStepDecayOptions): Schedule {
  return record('schedule', 'multiStepDecay', [learningRate, options]);
}

export type ExponentialOptions = (Duration | { readonly epochs?: never; readonly steps?: never }) & {
  /** Factor applied to the learning rate over each such duration, above 0 and up to 1. */
  readonly gamma: number;
};

/**
 * Decays the learning rate exponentially, by the factor `gamma` every given number of epochs or steps (every epoch if
 * neither is given). With `steps: 1` it is PyTorch's `ExponentialLR` stepped after each batch; by epochs it equals
 * `ExponentialLR` at the start of each epoch and decays in between.
 *
 * @remarks The same relative decay in every epoch; used with RMSprop to train Inception and MobileNet.
 * @param learningRate Learning rate of the first step, above 0.
 * @pytorch optim.lr_scheduler.ExponentialLR
 * @keras optimizers.schedules.ExponentialDecay
 * @example
 * rmsprop({ learningRate: exponential(0.01, { gamma: 0.97 }) })
 */
export function exponential(learningRate: number, options: ExponentialOptions): Schedule {
  return record('schedule', 'exponential', [learningRate, options]);
}

export type WarmupOptions = Duration & {
  /** Fraction of the learning rate in the first step, above 0 and up to 1. Default 0.01. */
  readonly startFactor?: number;
};

/**
 * Increases the learning rate linearly from `startFactor` times the start of another schedule (or times a number), then
 * follows the schedule, which starts there. Goyal et al., 2017; PyTorch's `LinearLR` (whose `start_factor` defaults to
 * 1/3) and the schedule in `SequentialLR`.
 *
 * @remarks Starts gently where the full learning rate would disrupt the initial weights: large batches, large rates,
 * Adam's first steps.
 * @param learningRate Learning rate to reach: a number, or a schedule, which starts when the warm-up ends.
 * @pytorch optim.lr_scheduler.LinearLR
 * @paper Goyal et al., 2017. Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour. arXiv:1706.02677
 * @example
 * sgd({ learningRate: warmup(cosine(0.1), { epochs: 5 }), momentum: 0.9 })
 */
export function warmup(learningRate: number | Schedule, options: WarmupOptions): Schedule {
  return record('schedule', 'warmup', [learningRate, options]);
}
