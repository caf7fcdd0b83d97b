/**
 * Learning rates that change in the course of training. All change from step to step; a time in epochs is
 * rounded to whole steps.
 */
import { record } from './record.ts';
import type { Schedule } from './types.ts';

/** A time in the course of training. */
export type Duration =
  | {
      /** The time in epochs, of which there may be fractions. Give this or `steps`. */
      readonly epochs: number;
      readonly steps?: never;
    }
  | {
      /** The time in steps. Give this or `epochs`. */
      readonly steps: number;
      readonly epochs?: never;
    };

export interface CosineOptions {
  /** What the learning rate falls to. Default 0. */
  readonly finalLearningRate?: number;
}

/**
 * A learning rate that falls along half a cosine from `learningRate` at the first step towards
 * `finalLearningRate`, which a step after the last would have. Loshchilov & Hutter, 2016, without restarts;
 * PyTorch's `CosineAnnealingLR` over the whole training.
 *
 * @remarks Large steps first, ever finer ones to the end, with nothing to tune but where it begins. A good choice
 * when the number of epochs is fixed.
 * @param learningRate That of the first step, above 0.
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
  /** What the learning rate is multiplied by, above 0 and up to 1. Default 0.1. */
  readonly gamma?: number;
};

/**
 * A learning rate that is multiplied by `gamma` every so many epochs or steps, as PyTorch's `StepLR`.
 *
 * @remarks A tenth every so many epochs, as many networks of ImageNet's first years were trained.
 * @param learningRate That of the first step, above 0.
 * @pytorch optim.lr_scheduler.StepLR
 * @keras optimizers.schedules.PiecewiseConstantDecay
 * @example
 * sgd({ learningRate: stepDecay(0.1, { epochs: 30 }), momentum: 0.9 })
 */
export function stepDecay(learningRate: number, options: StepDecayOptions): Schedule {
  return record('schedule', 'stepDecay', [learningRate, options]);
}

/** Moments in the course of training. */
export type Milestones =
  | {
      /** The moments in epochs, rising; they may be fractions. Give this or `steps`. */
      readonly epochs: readonly number[];
      readonly steps?: never;
    }
  | {
      /** The moments in steps, rising. Give this or `epochs`. */
      readonly steps: readonly number[];
      readonly epochs?: never;
    };

export type MultiStepDecayOptions = Milestones & {
  /** What the learning rate is multiplied by, above 0 and up to 1. Default 0.1. */
  readonly gamma?: number;
};

/**
 * A learning rate that is multiplied by `gamma` after each of these epochs or steps, as PyTorch's `MultiStepLR`
 * and as residual networks are trained (He et al., 2015). After a warm-up the count begins when that ends.
 *
 * @remarks Steps down at chosen epochs: to train a residual network as its paper did.
 * @param learningRate That of the first step, above 0.
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
  /** What is left of the learning rate after each such time, above 0 and up to 1. */
  readonly gamma: number;
};

/**
 * A learning rate that falls evenly, to `gamma` times itself every so many epochs or steps (every epoch, where
 * neither is given). With `steps: 1` it is PyTorch's `ExponentialLR` stepped after each batch; by epochs it is
 * the same as that at the beginning of each, and falls between.
 *
 * @remarks The same share less in every epoch; as Inception and MobileNet were trained with RMSprop.
 * @param learningRate That of the first step, above 0.
 * @pytorch optim.lr_scheduler.ExponentialLR
 * @keras optimizers.schedules.ExponentialDecay
 * @example
 * rmsprop({ learningRate: exponential(0.01, { gamma: 0.97 }) })
 */
export function exponential(learningRate: number, options: ExponentialOptions): Schedule {
  return record('schedule', 'exponential', [learningRate, options]);
}

export type WarmupOptions = Duration & {
  /** Share of the learning rate in the first step, above 0 and up to 1. Default 0.01. */
  readonly startFactor?: number;
};

/**
 * A learning rate that rises evenly from `startFactor` times that of another schedule's beginning (or times a
 * number), then follows the schedule, which begins there. Goyal et al., 2017; PyTorch's `LinearLR` (whose
 * `start_factor` is 1/3 where it is not given) and the schedule in `SequentialLR`.
 *
 * @remarks Begins gently where the full learning rate would throw first weights off: large batches, large rates,
 * Adam's first steps.
 * @param learningRate What it rises to: a number, or a schedule, which begins when the warm-up ends.
 * @pytorch optim.lr_scheduler.LinearLR
 * @paper Goyal et al., 2017. Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour. arXiv:1706.02677
 * @example
 * sgd({ learningRate: warmup(cosine(0.1), { epochs: 5 }), momentum: 0.9 })
 */
export function warmup(learningRate: number | Schedule, options: WarmupOptions): Schedule {
  return record('schedule', 'warmup', [learningRate, options]);
}
