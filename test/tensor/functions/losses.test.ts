/** Losses in float64: gradients against finite differences, shapes that do not fit. */
import assert from 'node:assert/strict';
import { gradients } from '../../../src/tensor/differentiate.ts';
import { binaryCrossEntropy, meanSquaredError, smoothedCrossEntropy } from '../../../src/tensor/functions/losses.ts';
import type { Value } from '../../../src/tensor/program.ts';
import { constant, input } from '../../../src/tensor/values.ts';
import { evaluate } from '../../support/reference.ts';

const outputs = Float64Array.of(0.3, -1.2, 2, 0.9, -0.4, 0.1);
const targets = constant(Float32Array.of(1, 0, 0.25, 0, 1, 0.5), [2, 3]);
const labels = constant(Int32Array.of(2, 0));

const losses: Readonly<Record<string, (x: Value) => Value>> = {
  smoothedCrossEntropy: (x) => smoothedCrossEntropy(x, labels, 0.2),
  binaryCrossEntropy: (x) => binaryCrossEntropy(x, targets),
  meanSquaredError: (x) => meanSquaredError(x, targets),
};

describe('losses of ops', () => {
  for (const [name, loss] of Object.entries(losses)) {
    it(`${name}: its gradient is its slope`, () => {
      const x = input([2, 3]);
      const value = loss(x);
      const [gradient] = evaluate(gradients(value, [x]), new Map([[x, outputs]]));
      const at = (shifted: Float64Array) => evaluate([value], new Map([[x, shifted]]))[0]![0]!;
      const h = 1e-5;
      for (const index of outputs.keys()) {
        const [more, less] = [h, -h].map((by) => at(outputs.map((each, i) => (i === index ? each + by : each))));
        assert.ok(Math.abs(gradient![index]! - (more! - less!) / (2 * h)) < 1e-7, `output ${index}`);
      }
    });
  }

  it('name the shapes that do not fit', () => {
    const x = input([2, 1]);
    assert.throws(() => meanSquaredError(x, targets), /outputs \[2, 1\] need targets of that shape, not \[2, 3\]/);
    assert.throws(() => binaryCrossEntropy(x, targets), /binaryCrossEntropy: outputs \[2, 1\]/);
  });
});
