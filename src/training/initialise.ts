/** Initial weights of a model, drawn by seed from the distributions of its layers. */
import { uniform } from '../data/random.ts';
import type { ParameterSpec } from '../model/initial.ts';
import { modelBuffers, modelParameters } from '../model/parameters.ts';
import type { ModelSpec } from '../model/spec.ts';
import { sizeOf } from '../tensor/shape.ts';
import type { Tensor } from './safetensors.ts';

/** Parameters and buffers of an untrained model. */
export const firstWeights = (model: ModelSpec, seed: number): Record<string, Tensor> =>
  initialise([...modelParameters(model), ...modelBuffers(model)], seed);

/** Each parameter draws from its own stream, so that it does not depend on other layers' sizes. */
export function initialise(parameters: readonly ParameterSpec[], seed: number): Record<string, Tensor> {
  const tensors: Record<string, Tensor> = {};
  for (const [stream, { name, shape, initial }] of parameters.entries()) {
    const count = sizeOf(shape);
    const data =
      initial.kind === 'constant'
        ? new Float32Array(count).fill(initial.value)
        : uniform({ seed, purpose: 'initialise', stream, step: 0 }, count, -initial.bound, initial.bound);
    tensors[name] = { shape, data };
  }
  return tensors;
}
