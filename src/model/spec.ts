/**
 * ModelSpec: a model as plain data, after evaluation and validation.
 * It is what hints are drawn from, what is trained, exported and stored in a run folder, so it holds
 * JSON only. A model is a graph from the first day; `layers: [...]` in a model file is sugar for a chain.
 */

/** `[channels, height, width]` of a feature map or `[features]` of a vector; never with the batch. */
export type Shape = readonly number[];

/** A size by axis: `[height, width]`. */
export type Size2d = readonly [height: number, width: number];

/** Zero padding `[top, bottom, left, right]` in pixels. */
export type Padding2d = readonly [top: number, bottom: number, left: number, right: number];

/** Plain JSON values: what attributes of layers, data and training are made of. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A layer with its own parameters. One used twice in a graph shares its weights. */
export interface LayerSpec {
  /** Unique in the model; given by the user or made from the kind: `conv2d_1`. Prefix of weight names. */
  readonly name: string;
  /** The builder's name: `conv2d`, `dense`, `relu` … */
  readonly kind: string;
  /** Every option, validated and with defaults filled in, in the layer's normal form. */
  readonly attributes: { readonly [key: string]: Json };
}

/** One application of a layer: a node of the graph. */
export interface NodeSpec {
  /** Position in `ModelSpec.nodes`; inputs of a node are always smaller. */
  readonly id: number;
  /** Index into `ModelSpec.layers`; `null` for the model's input. */
  readonly layer: number | null;
  readonly inputs: readonly number[];
  /** Output shape without the batch. */
  readonly shape: Shape;
}

export interface DataSpec {
  /** The builder's name: `mnist`, `idx` … */
  readonly kind: string;
  readonly options: { readonly [key: string]: Json };
}

/** Counted in epochs, which may be fractions, or in steps. */
export type Timed<T> = { readonly epochs: T } | { readonly steps: T };

/** A time in the course of training. */
export type DurationSpec = Timed<number>;

/** Learning rate as a function of training progress; see `training/schedule.ts` for the formulas. */
export type ScheduleSpec =
  | PlainScheduleSpec
  | {
      readonly kind: 'warmup';
      readonly duration: DurationSpec;
      /** Share of the first learning rate of `schedule` in the first step. */
      readonly startFactor: number;
      /** What follows; it begins when the warm-up ends. */
      readonly schedule: PlainScheduleSpec;
    };

export type PlainScheduleSpec =
  | { readonly kind: 'constant'; readonly learningRate: number }
  | { readonly kind: 'cosine'; readonly learningRate: number; readonly finalLearningRate: number }
  | {
      readonly kind: 'stepDecay' | 'exponential';
      readonly learningRate: number;
      readonly every: DurationSpec;
      readonly gamma: number;
    }
  | {
      readonly kind: 'multiStepDecay';
      readonly learningRate: number;
      /** Rising. */
      readonly milestones: Timed<readonly number[]>;
      readonly gamma: number;
    };

/** Update rules as PyTorch's `torch.optim` has them, with its defaults. */
export type OptimizerSpec =
  | {
      readonly kind: 'sgd';
      readonly learningRate: ScheduleSpec;
      readonly momentum: number;
      readonly dampening: number;
      readonly nesterov: boolean;
      readonly weightDecay: number;
    }
  | {
      /** `adamW` takes the weight decay apart from the gradient. */
      readonly kind: 'adam' | 'adamW';
      readonly learningRate: ScheduleSpec;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay: number;
    }
  | {
      readonly kind: 'rmsprop';
      readonly learningRate: ScheduleSpec;
      readonly alpha: number;
      readonly epsilon: number;
      readonly momentum: number;
      readonly centered: boolean;
      readonly weightDecay: number;
    };

/** What is minimised; PyTorch's `CrossEntropyLoss`, `BCEWithLogitsLoss` and `MSELoss`. */
export type LossSpec =
  | { readonly kind: 'crossEntropy'; readonly labelSmoothing: number }
  | { readonly kind: 'binaryCrossEntropy' | 'meanSquaredError' };

export interface TrainingSpec {
  readonly epochs: number;
  readonly batchSize: number;
  readonly loss: LossSpec;
  readonly optimizer: OptimizerSpec;
  /** Largest norm of all gradients together, and largest size of each value; one of them at most. */
  readonly clipGradNorm: number | null;
  readonly clipGradValue: number | null;
  readonly seed: number;
}

export interface ModelSpec {
  /** Version of this format; a reader refuses a newer one. */
  readonly version: 1;
  readonly name: string;
  /** Execution order, the input first. */
  readonly nodes: readonly NodeSpec[];
  /** Node ids of the outputs (one today). */
  readonly outputs: readonly number[];
  readonly layers: readonly LayerSpec[];
  readonly data: DataSpec | null;
  readonly training: TrainingSpec | null;
}
