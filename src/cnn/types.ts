/** The words of a model file: sizes, tensors, layers. */
import type { Recorded } from './record.ts';

/** A size in pixels: one number for both axes, or `[height, width]`. */
export type Size = number | readonly [height: number, width: number];

/**
 * Pixels on the sides of a feature map:
 * - a number: on all four sides;
 * - `[vertical, horizontal]`: on both sides of each axis;
 * - `[top, bottom, left, right]`.
 */
export type Border =
  | number
  | readonly [vertical: number, horizontal: number]
  | readonly [top: number, bottom: number, left: number, right: number];

/**
 * Zeros around a feature map, in pixels: a `Border`, or
 * - `'same'`: as many as needed for an output of `ceil(size / stride)`, the odd pixel at the end;
 * - `'valid'`: none.
 */
export type Padding = Border | 'same' | 'valid';

/** What every layer accepts. */
export interface LayerOptions {
  /**
   * Name of the layer, unique in the model: letters, digits and `_`. Its weights are stored as `<name>.weight` and
   * `<name>.bias`. Default: the kind with a number, `conv2d_1`, `conv2d_2` …
   */
  readonly name?: string;
}

/**
 * A value that flows through the graph of a model: the input, or the output of a layer. It is symbolic: it holds no
 * numbers while the file is evaluated.
 */
export interface Tensor extends Recorded<'tensor'> {}

/**
 * A layer. Put it in the `layers` of a model, or apply it to a tensor: `relu()(x)`. A layer applied twice
 * shares its weights.
 */
export interface Layer extends Recorded<'layer'> {
  (input: Tensor): Tensor;
}

/** Where training and validation images come from: `mnist()`, `idx({ … })`, `imageFolder('path', { … })`. */
export interface Data extends Recorded<'data'> {}

/** A random change to training images: `randomHorizontalFlip()`. */
export interface Augmentation extends Recorded<'augmentation'> {}

/** What training minimises: `crossEntropy()`, `binaryCrossEntropy()`, `meanSquaredError()`. */
export interface Loss extends Recorded<'loss'> {}

/** How the gradients update the weights: `sgd({ … })`, `adam({ … })`, `adamW({ … })`, `rmsprop({ … })`. */
export interface Optimizer extends Recorded<'optimizer'> {}

/** A learning rate that changes during training: `cosine(…)`, `stepDecay(…)`, `multiStepDecay(…)` …. */
export interface Schedule extends Recorded<'schedule'> {}
