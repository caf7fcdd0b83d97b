/** The pieces of a graph, and the model made of them. */
import { applicable } from './layer.ts';
import { type Recorded, record } from './record.ts';
import type { Data, Layer, Loss, Optimizer, Tensor } from './types.ts';

/**
 * The input of a graph: the images.
 *
 * @remarks The start of a graph. A chain uses `input: [...]` in `model` instead.
 * @param shape `[channels, height, width]` of one image, without the batch.
 * @keras Input
 * @example
 * const image = input([3, 32, 32]);
 * export default model({ inputs: image, outputs: dense(10)(flatten()(image)) });
 */
export function input(shape: readonly [channels: number, height: number, width: number]): Tensor {
  return record('tensor', 'input', [shape]);
}

/**
 * Several layers used as one, each taking the output of the one before. Applied twice, it shares its weights.
 *
 * @remarks Defines a block once and uses it as one layer, in a list of layers or in a graph.
 * @param layers Each takes the output of the one before.
 * @pytorch nn.Sequential
 * @keras Sequential
 * @example
 * const block = sequential([conv2d(16, 3, { padding: 1 }), relu()]);
 */
export function sequential(layers: readonly Layer[]): Layer {
  return applicable(record('layer', 'sequential', [layers]));
}

export interface Training {
  /** Number of passes over the training images. */
  readonly epochs: number;
  /** Images per step. The last step of an epoch takes the remaining ones. */
  readonly batchSize: number;
  /** The loss to minimise. */
  readonly loss: Loss;
  /** How the gradients update the weights. */
  readonly optimizer: Optimizer;
  /**
   * Scales down the gradients of all parameters together if their Euclidean norm exceeds this, as PyTorch's
   * `clip_grad_norm_`. Default: no clipping.
   */
  readonly clipGradNorm?: number;
  /**
   * Clips each value of the gradients to between minus this and this, as PyTorch's `clip_grad_value_`. Default: no
   * clipping. Give this or `clipGradNorm`.
   */
  readonly clipGradValue?: number;
  /**
   * Seeds everything random (initial weights, order of images, dropout): the same seed gives the same run. A whole
   * number of at least 0. Default 0.
   */
  readonly seed?: number;
}

export interface CommonModelOptions {
  /** Name shown to users and in the run folder. Default: the file's name. */
  readonly name?: string;
  /** Where images come from. Without it the model cannot be trained, but its shapes are shown. */
  readonly data?: Data;
  /** How to train. Without it the model cannot be trained, but its shapes are shown. */
  readonly training?: Training;
}

/** A chain of layers. */
export interface ChainOptions extends CommonModelOptions {
  /** `[channels, height, width]` of one image, without the batch. */
  readonly input: readonly [channels: number, height: number, width: number];
  /** Each layer takes the output of the one before. */
  readonly layers: readonly Layer[];
}

/** A graph of layers applied to tensors. */
export interface GraphOptions extends CommonModelOptions {
  /** Made by `input([channels, height, width])`. */
  readonly inputs: Tensor;
  /** Output of the last layer. */
  readonly outputs: Tensor;
}

/** A model, to be the file's default export. */
export interface Model extends Recorded<'model'> {}

/**
 * A model: `input` and `layers` for a chain, `inputs` and `outputs` for a graph.
 *
 * @remarks What a model file exports. A chain is enough where each layer feeds the next; a graph has branches that
 * split and join.
 * @pytorch nn.Module
 * @keras Model
 * @example
 * export default model({
 *   name: 'LeNet-5',
 *   input: [1, 28, 28],
 *   layers: [conv2d(6, 5, { padding: 2 }), tanh(), avgPool2d(2), flatten(), dense(10)],
 *   data: mnist(),
 *   training: { epochs: 12, batchSize: 128, loss: crossEntropy(), optimizer: adam() },
 * });
 */
export function model(options: ChainOptions | GraphOptions): Model {
  return record('model', 'model', [options]);
}
