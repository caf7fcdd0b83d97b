/**
 * What is known of a model before it runs: the numbers behind inlay hints, hovers, CodeLens and
 * `cnn-lab check`. Computed from shapes alone; see each layer's file for its formulas.
 */
import type { Padding2d, Shape, Size2d } from './spec.ts';

export interface ParameterReport {
  /** `weight`, `bias` … as in PyTorch's state_dict, without the layer's name. */
  readonly name: string;
  readonly shape: Shape;
}

/** A window that slides over a feature map, for drawing. */
export interface WindowReport {
  readonly size: Size2d;
  readonly stride: Size2d;
  readonly dilation: Size2d;
  /** Rows and columns outside the feature map that windows reach. */
  readonly padding: Padding2d;
  /** Whether it lies on the output, one window for each input value, as a transposed convolution's does. */
  readonly transposed: boolean;
}

export interface NodeReport {
  /** Node id in `ModelSpec.nodes`. */
  readonly node: number;
  readonly name: string;
  readonly kind: string;
  /** Output shapes of the nodes that feed this one. */
  readonly inputs: readonly Shape[];
  /** Their ids, parallel to `inputs`; 0 is the model's input. */
  readonly sources: readonly number[];
  readonly output: Shape;
  readonly parameters: readonly ParameterReport[];
  /** Trainable values of this layer (0 at a second use of a shared layer). */
  readonly params: number;
  /** Multiply-adds of one image in convolutions and dense layers; bias not counted. */
  readonly macs: number;
  /** `[height, width]` on the input, not clipped, the largest over branches; `null` after flatten. */
  readonly receptiveField: Size2d | null;
  /** The size formula with this layer's numbers filled in, one line an axis; empty where none applies. */
  readonly formula: readonly string[];
  /** `null` if no window slides. */
  readonly window: WindowReport | null;
}

export interface ModelReport {
  readonly name: string;
  readonly input: Shape;
  /** In execution order, without the input. */
  readonly nodes: readonly NodeReport[];
  /** Whether these are all layers: an error can hide those after it. */
  readonly isWhole: boolean;
  readonly totals: { readonly params: number; readonly macs: number; readonly activations: number };
}
