/** The parameters and buffers of a stored model, with their initial distributions. */
import type { ParameterSpec } from './initial.ts';
import type { Inputs } from './layers/definition.ts';
import { type LayerRules, layerOf } from './layers/index.ts';
import type { ModelSpec, NodeSpec } from './spec.ts';

/** In order of first use, named as they are stored: `conv2d_1.weight`. A shared layer counts once. */
export const modelParameters = (model: ModelSpec): readonly ParameterSpec[] =>
  collect(model, (rules, inputs) => rules.parameters?.(inputs) ?? []);

/** Tensors that training updates without learning them, `batchNorm2d_1.running_mean`, in order of first use. */
export const modelBuffers = (model: ModelSpec): readonly ParameterSpec[] =>
  collect(model, (rules, inputs) => rules.buffers?.(inputs) ?? []);

function collect(
  { layers, nodes }: ModelSpec,
  tensorsOf: (rules: LayerRules, inputs: Inputs) => readonly ParameterSpec[],
): readonly ParameterSpec[] {
  const first = new Map<number, NodeSpec>();
  for (const node of nodes) {
    if (node.layer !== null && !first.has(node.layer)) first.set(node.layer, node);
  }
  return [...first].flatMap(([index, node]) => {
    const layer = layers[index]!;
    const tensors = tensorsOf(layerOf(layer.kind).rules(layer.attributes), inputShapes(node, nodes));
    return tensors.map((tensor) => ({ ...tensor, name: `${layer.name}.${tensor.name}` }));
  });
}

/** The input shapes of a node. */
export function inputShapes({ id, inputs }: NodeSpec, nodes: readonly NodeSpec[]): Inputs {
  const [first, ...rest] = inputs.map((input) => nodes[input]!.shape);
  if (!first) throw new Error(`Node ${id} of the model has no input.`);
  return [first, ...rest];
}
