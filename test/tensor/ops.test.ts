import assert from 'node:assert/strict';
import type { Engine } from '../../src/engine/engine.ts';
import { createOnnxRuntimeEngine } from '../../src/engine/onnxruntime/index.ts';
import type { Value } from '../../src/tensor/program.ts';
import { evaluate, type Numbers } from '../support/reference.ts';
import { tfjsEngine } from '../support/tfjs.ts';
import { type OpCase, opCases } from './opCases.ts';
import { assertClose, prepare, runOn } from './opPrograms.ts';

/** Change of the loss for a change of x along a direction, by central differences of the float64 reference. */
function slopeAlong(direction: Float64Array, loss: Value, x: Value, given: ReadonlyMap<Value, Numbers>): number {
  const numbers = given.get(x) ?? new Float64Array();
  const delta = 1e-5;
  const [above, below] = [delta, -delta].map((change) => {
    const moved = Float64Array.from(numbers, (value, at) => value + change * direction[at]!);
    return evaluate([loss], new Map(given).set(x, moved))[0]![0]!;
  });
  return (above! - below!) / (2 * delta);
}

/** Every place by itself where there are few; else directions that move all places at once, each by ±1 as if at random. */
function directions(size: number): Float64Array[] {
  if (size <= 40) return Array.from({ length: size }, (_, at) => new Float64Array(size).fill(1, at, at + 1));
  return Array.from({ length: 6 }, (_, which) =>
    Float64Array.from({ length: size }, (_, at) => (Math.imul(at * 6 + which + 1, 0x9e3779b1) < 0 ? -1 : 1)),
  );
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
            for (const [which, direction] of directions(derivative.length).entries()) {
              const slope = slopeAlong(direction, loss, x, given);
              const expected = derivative.reduce((sum, value, at) => sum + value * direction[at]!, 0);
              const error = Math.abs(expected - slope) / Math.max(1, Math.abs(slope));
              assert.ok(error < 1e-6, `input ${index}, direction ${which}: ${expected}, by differences ${slope}`);
            }
          }
        });
      }
    });
  }
});
