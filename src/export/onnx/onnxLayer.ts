/** How layers become ONNX's own operators, for inference. */
import type { Inputs } from '../../model/layers/definition.ts';
import type { Padding2d, Shape } from '../../model/spec.ts';
import { lowest } from '../../tensor/onnx/border.ts';
import type { OnnxGraph } from '../../tensor/onnx/graph.ts';

/** A layer being added to a graph, with an open batch dimension. */
export interface OnnxLayer {
  readonly onnx: OnnxGraph;
  /** Names of the input tensors. */
  readonly inputs: readonly [string, ...string[]];
  /** Their shapes, without the batch. */
  readonly shapes: Inputs;
  /** Name of a parameter or buffer of the layer, such as `weight`. */
  parameter(name: string): string;
}

/** Lowers a layer and returns the name of its result. */
export type LowerLayer<A> = (attributes: A, layer: OnnxLayer) => string;

/** Reshapes a tensor, keeping the batch dimension. */
export const reshapeImage = (onnx: OnnxGraph, x: string, shape: Shape): string => onnx.reshape(x, [-1, ...shape]);

/**
 * Adds a border of one value around a feature map. Up to 1.30, ONNX Runtime merges a border with a pooling after it, by
 * which zeros become −∞, and refuses the sum of both paddings where it is as wide as the window. Clipping at the lowest
 * number, which changes nothing, keeps them apart.
 */
export function padImage(onnx: OnnxGraph, x: string, [top, bottom, left, right]: Padding2d, fill = 0): string {
  const padded = onnx.node('Pad', [x, onnx.ints([0, 0, top, left, 0, 0, bottom, right]), onnx.scalar(fill)]);
  return onnx.node('Clip', [padded, onnx.scalar(lowest)]);
}
