import assert from 'node:assert/strict';
import type { Engine, TensorData } from '../../src/engine/engine.ts';
import { createOnnxRuntimeEngine } from '../../src/engine/onnxruntime/index.ts';
import { gradients } from '../../src/tensor/differentiate.ts';
import * as ops from '../../src/tensor/ops/index.ts';
import type { Program, Value } from '../../src/tensor/program.ts';
import { sizeOf } from '../../src/tensor/shape.ts';
import { constant, input } from '../../src/tensor/values.ts';
import { evaluate, type Numbers } from '../support/reference.ts';
import { tfjsEngine } from '../support/tfjs.ts';
import { type CaseInput, type OpCase, opCases } from './opCases.ts';

/** Numbers in (−1, 1), none of them equal or near zero, so that finite differences stay on one side of a kink. */
const spread = (seed: number) => (index: number) => {
  const fraction = (Math.sin((index + 1) * 12.9898 + seed * 78.233) * 43758.5453) % 1;
  return Math.sign(fraction) * (0.1 + 0.9 * Math.abs(fraction));
};

interface Prepared {
  readonly given: ReadonlyMap<Value, Numbers>;
  readonly result: Value;
  /** Σ result·fixed weights, where the result is float32. */
  readonly loss: Value | null;
  readonly differentiable: readonly Value[];
  readonly derivatives: readonly Value[];
}

function prepare({ inputs, build, refusesGradient }: OpCase): Prepared {
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
async function runOn(engine: Engine, asked: readonly Value[], given: ReadonlyMap<Value, Numbers>): Promise<Numbers[]> {
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

function assertClose(actual: Numbers, expected: Numbers, tolerance: number, what: string): void {
  assert.equal(actual.length, expected.length, `${what}: number of values`);
  const scale = Math.max(1, ...expected.map(Math.abs));
  for (const [index, value] of expected.entries()) {
    const error = Math.abs(actual[index]! - value) / scale;
    assert.ok(error <= tolerance, `${what}: value ${index} is ${actual[index]}, expected ${value}`);
  }
}

/** dL/dx by central differences of the float64 reference, at up to 40 places. */
function finiteDifferences(loss: Value, x: Value, given: ReadonlyMap<Value, Numbers>): { at: number; slope: number }[] {
  const numbers = given.get(x) ?? new Float64Array();
  const step = Math.max(1, Math.ceil(numbers.length / 40));
  const delta = 1e-5;
  return Array.from({ length: Math.ceil(numbers.length / step) }, (_, place) => {
    const at = place * step;
    const [above, below] = [delta, -delta].map((change) => {
      const moved = numbers.with(at, numbers[at]! + change);
      return evaluate([loss], new Map(given).set(x, moved))[0]![0]!;
    });
    return { at, slope: (above! - below!) / (2 * delta) };
  });
}

/** Where finite differences say nothing: between equal numbers. Engines and the reference still have to agree. */
const hasKinks = ({ title, inputs }: OpCase): boolean =>
  title.includes('ties') || inputs.some((each) => 'at' in each && each.at?.(0) === each.at?.(3));

describe('tensor ops', () => {
  let onnxruntime: Engine;
  let tfjs: Engine;

  before(async () => {
    onnxruntime = await createOnnxRuntimeEngine({ threads: 1 });
    tfjs = await tfjsEngine();
  });

  for (const [op, cases] of Object.entries(opCases)) {
    describe(op, () => {
      for (const each of cases) {
        it(`${each.title || 'works'}: reference, ONNX Runtime and TensorFlow.js agree`, async () => {
          const { given, result, derivatives } = prepare(each);
          const asked = [result, ...derivatives];
          const expected = evaluate(asked, given);
          const byOnnx = await runOn(onnxruntime, asked, given);
          const byTfjs = await runOn(tfjs, asked, given);
          for (const [index, numbers] of expected.entries()) {
            const what = index === 0 ? 'result' : `gradient ${index - 1}`;
            assertClose(byOnnx[index]!, numbers, 2e-6, `${what} by ONNX Runtime`);
            assertClose(byTfjs[index]!, numbers, 2e-6, `${what} by TensorFlow.js`);
          }
        });

        it(`${each.title || 'works'}: derivative by finite differences`, () => {
          const { given, loss, differentiable, derivatives } = prepare(each);
          if (loss === null || hasKinks(each)) return;
          for (const [index, x] of differentiable.entries()) {
            const derivative = evaluate([derivatives[index]!], given)[0]!;
            for (const { at, slope } of finiteDifferences(loss, x, given)) {
              const error = Math.abs(derivative[at]! - slope) / Math.max(1, Math.abs(slope));
              assert.ok(error < 1e-6, `input ${index} at ${at}: ${derivative[at]}, by differences ${slope}`);
            }
          }
        });
      }
    });
  }
});
