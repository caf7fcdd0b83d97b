/** From a stored model to tensor values: the forward program, for training or for use. */
import type { RandomInput, Value } from '../tensor/program.ts';
import type { Shape } from '../tensor/shape.ts';
import { layerOf } from './layers/index.ts';
import type { ModelSpec } from './spec.ts';

export interface Lowering {
  /** The images, `[batch, channels, height, width]`. */
  readonly input: Value;
  /** Training mode: dropout is active, and batch normalisation uses the batch's own statistics. */
  readonly training: boolean;
  /** The value of one of `modelParameters` or `modelBuffers`: `conv2d_1.weight`. Called once per use. */
  parameter(name: string): Value;
  /** A tensor of fresh random numbers in every step. */
  random(shape: Shape, random: RandomInput): Value;
}

export interface Lowered {
  /** The model's output: logits, `[batch, classes]`. */
  readonly output: Value;
  /** Every node's value by its id, the input first. */
  readonly nodes: readonly Value[];
  /** Next values of the buffers, by name; training only. */
  readonly updated: ReadonlyMap<string, Value>;
}

export function lower(
  { nodes, layers, outputs }: ModelSpec,
  { input, training, parameter, random }: Lowering,
): Lowered {
  const values: Value[] = [];
  const updated = new Map<string, Value>();
  for (const { id, layer: index, inputs } of nodes) {
    if (index === null) {
      values.push(input);
      continue;
    }
    const layer = layers[index]!;
    const [first, ...rest] = inputs.map((node) => values[node]!);
    if (!first) throw new Error(`Node ${id} of the model has no input.`);
    values.push(
      layerOf(layer.kind)
        .rules(layer.attributes)
        .lower({
          inputs: [first, ...rest],
          training,
          // A second use of a layer sees the update of the first.
          parameter: (name) => updated.get(`${layer.name}.${name}`) ?? parameter(`${layer.name}.${name}`),
          update: (name, value) => updated.set(`${layer.name}.${name}`, value),
          random: (shape, probability) => random(shape, { kind: 'bernoulli', probability, stream: id }),
        }),
    );
  }
  const output = values[outputs[0] ?? 0];
  if (!output) throw new Error('The model has no output.');
  return { output, nodes: values, updated };
}
