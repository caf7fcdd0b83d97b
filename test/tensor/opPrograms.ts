/** Op cases as programs with their gradients, run by engines and compared. */
import assert from 'node:assert/strict';
import type { Engine, TensorData } from '../../src/engine/engine.ts';
import { gradients } from '../../src/tensor/differentiate.ts';
import * as ops from '../../src/tensor/ops/index.ts';
import type { Program, Value } from '../../src/tensor/program.ts';
import { sizeOf } from '../../src/tensor/shape.ts';
import { constant, input } from '../../src/tensor/values.ts';
import type { Numbers } from '../support/reference.ts';
import type { CaseInput, OpCase } from './opCases.ts';

/** Numbers in (−1, 1), none of them equal or near zero, so that finite differences stay on one side of a kink. */
export const spread = (seed: number) => (index: number) => {
  const fraction = (Math.sin((index + 1) * 12.9898 + seed * 78.233) * 43758.5453) % 1;
  return Math.sign(fraction) * (0.1 + 0.9 * Math.abs(fraction));
};

export interface Prepared {
  readonly given: ReadonlyMap<Value, Numbers>;
  readonly result: Value;
  /** Σ result·fixed weights, where the result is float32. */
  readonly loss: Value | null;
  readonly differentiable: readonly Value[];
  readonly derivatives: readonly Value[];
}

export function prepare({ inputs, build, refusesGradient }: OpCase): Prepared {
  const described = inputs.map((each): CaseInput => ('shape' in each ? each : { shape: each }));
  const values = described.map(({ shape, dtype }) => input(shape, dtype));
  const given = new Map(
    values.map((value, seed) => {
      const at = described[seed]?.at ?? spread(seed);
      return [value, Float64Array.from({ length: sizeOf(value.shape) }, (_, index) => Math.fround(at(index)))];
    }),
  );
  const made = build(...values);
  // An engine hands out no bool.
  const result = made.dtype === 'bool' ? ops.cast(made, 'int32') : made;
  if (refusesGradient) assert.throws(() => gradients(ops.sum(result), values), /derivative/);
  if (refusesGradient || result.dtype !== 'float32')
    return { given, result, loss: null, differentiable: [], derivatives: [] };
  const weights = constant(
    Float32Array.from({ length: sizeOf(result.shape) }, (_, index) => spread(99)(index)),
    result.shape,
  );
  const loss = ops.sum(ops.multiply(result, weights));
  const differentiable = values.filter(({ dtype }) => dtype === 'float32');
  return { given, result, loss, differentiable, derivatives: gradients(loss, differentiable) };
}

/** The results by an engine, as numbers. */
export async function runOn(
  engine: Engine,
  asked: readonly Value[],
  given: ReadonlyMap<Value, Numbers>,
): Promise<Numbers[]> {
  const program: Program = {
    inputs: [...given.keys()].map((value, index) => ({ name: `input ${index}`, value })),
    state: [],
    outputs: asked.map((value, index) => ({ name: `output ${index}`, value })),
  };
  const data = [...given].map(([{ dtype }, numbers], index): [string, TensorData] => [
    `input ${index}`,
    dtype === 'float32'
      ? Float32Array.from(numbers)
      : dtype === 'int32'
        ? Int32Array.from(numbers)
        : Uint8Array.from(numbers),
  ]);
  const executable = await engine.compile(program);
  const state = await engine.createState({});
  const results = await executable.run(state, Object.fromEntries(data));
  await executable.dispose();
  return asked.map((_, index) => Float64Array.from(results[`output ${index}`] ?? []));
}

export function assertClose(actual: Numbers, expected: Numbers, tolerance: number, what: string): void {
  assert.equal(actual.length, expected.length, `${what}: number of values`);
  const scale = Math.max(1, ...expected.map(Math.abs));
  for (const [index, value] of expected.entries()) {
    const error = Math.abs(actual[index]! - value) / scale;
    assert.ok(error <= tolerance, `${what}: value ${index} is ${actual[index]}, expected ${value}`);
  }
}
