/** Models lowered to values, with numbers from the same formula as in pytorchCases.py. */
import type { Engine } from '../../src/engine/engine.ts';
import { lower } from '../../src/model/lower.ts';
import { modelBuffers, modelParameters } from '../../src/model/parameters.ts';
import type { ModelSpec } from '../../src/model/spec.ts';
import type { Value } from '../../src/tensor/program.ts';
import { sizeOf } from '../../src/tensor/shape.ts';
import { input } from '../../src/tensor/values.ts';
import { wave } from './pytorchCases.ts';

export const batch = 2;

/** A model as values, with numbers for its input and its parameters. */
export function lowered(spec: ModelSpec, training = false) {
  const image = spec.nodes[0]!.shape;
  const x = input([batch, ...image]);
  const given = new Map<Value, Float64Array>([[x, wave([batch, ...image], 0)]]);
  const parameters = new Map(
    modelParameters(spec).map(({ name, shape }, index) => {
      const value = input(shape);
      given.set(value, wave(shape, index + 1));
      return [name, value];
    }),
  );
  const buffers = new Map(
    modelBuffers(spec).map(({ name, shape }) => {
      const value = input(shape);
      const isMean = name.endsWith('.running_mean');
      given.set(value, isMean ? wave(shape, 50) : wave(shape, 51).map((each) => 1.5 + each));
      return [name, value];
    }),
  );
  const masks: Float64Array[] = [];
  const { output, updated } = lower(spec, {
    input: x,
    training,
    parameter: (name) => (parameters.get(name) ?? buffers.get(name))!,
    random: (shape, { probability }) => {
      const value = input(shape);
      const ones = Float64Array.from({ length: sizeOf(shape) }, (_, index) => (index % 10 < probability * 10 ? 1 : 0));
      given.set(value, ones);
      masks.push(ones);
      return value;
    },
  });
  return { output, updated, x, parameters, buffers, masks, given };
}

/** On an engine. */
export async function runOn(engine: Engine, asked: readonly Value[], given: ReadonlyMap<Value, Float64Array>) {
  const inputs = [...given.keys()].map((value, index) => ({ name: `in ${index}`, value }));
  const outputs = asked.map((value, index) => ({ name: `out ${index}`, value }));
  const executable = await engine.compile({ inputs, state: [], outputs });
  const state = await engine.createState({});
  const feeds = [...given.values()].map((values, index) => [`in ${index}`, Float32Array.from(values)]);
  const results = await executable.run(state, Object.fromEntries(feeds));
  await executable.dispose();
  return asked.map((_, index) => results[`out ${index}`]!);
}
