import assert from 'node:assert/strict';
import { gradients } from '../../src/tensor/differentiate.ts';
import { add, exp, multiply, reshape, slice, sum, tanh } from '../../src/tensor/ops/index.ts';
import { topologicalOrder } from '../../src/tensor/order.ts';
import type { Value } from '../../src/tensor/program.ts';
import { input } from '../../src/tensor/values.ts';
import { evaluate } from '../support/reference.ts';

const at = (value: Value, x: Value, ...numbers: number[]): number[] => [
  ...evaluate([value], new Map([[x, Float64Array.from(numbers)]]))[0]!,
];

describe('gradients', () => {
  it('add up where a value is used more than once', () => {
    const x = input([2]);
    // Σ x·x·x + 2x → 3x² + 2
    const [dx] = gradients(sum(add(multiply(multiply(x, x), x), multiply(x, 2))), [x]);
    assert.deepEqual(at(dx!, x, 2, -3), [14, 29]);
  });

  it('can be differentiated again', () => {
    const x = input([]);
    const [first] = gradients(tanh(x), [x]);
    const [second] = gradients(first!, [x]);
    // tanh″ = −2·tanh·(1 − tanh²)
    const t = Math.tanh(0.7);
    assert.ok(Math.abs(at(second!, x, 0.7)[0]! + 2 * t * (1 - t * t)) < 1e-12);
  });

  it('are zeros for what the loss does not depend on', () => {
    const [x, other] = [input([2]), input([3])];
    const [, zero] = gradients(sum(x), [x, other]);
    assert.deepEqual(at(zero!, x, 1, 2), [0, 0, 0]);
  });

  it('stop at a value that is asked for, part of a packed one or not', () => {
    const packed = input([6]);
    const part = reshape(slice(packed, [2], [4]), [2, 2]);
    const [byPart, byPacked] = gradients(sum(exp(part)), [part, packed]);
    assert.deepEqual(byPart?.shape, [2, 2]);
    assert.deepEqual(at(byPacked!, packed, 0, 0, 0, 0, 0, 0), [0, 0, 1, 1, 1, 1]);
  });

  it('leave out what nobody asks for', () => {
    const [x, w] = [input([2]), input([2])];
    const [dw] = gradients(sum(multiply(exp(x), w)), [w]);
    // dL/dw = eˣ: nothing is computed on the way to x.
    assert.deepEqual(
      topologicalOrder([dw!])
        .map(({ source }) => source.op)
        .filter((op) => op === 'exp' || op === 'multiply').length <= 2,
      true,
    );
  });

  it('follow a rule in place of what lies between a value and those it was made of', () => {
    const x = input([2]);
    const y = tanh(exp(x));
    const loss = sum(multiply(y, x));
    // d(y·x) = y + what the rule makes of x: half of it, and no derivative of tanh or exp.
    const [dx] = gradients(loss, [x], new Map([[y, (dy: Value) => [[x, multiply(dy, 0.5)]] as const]]));
    const expected = [0.3, -0.2].map((number) => Math.tanh(Math.exp(number)) + number / 2);
    for (const [i, number] of at(dx!, x, 0.3, -0.2).entries()) assert.ok(Math.abs(number - expected[i]!) < 1e-12);
  });

  it('refuse a loss of several numbers', () => {
    assert.throws(() => gradients(input([2]), []), /one number, not \[2\]/);
  });

  it('go through a network of any depth', () => {
    const x = input([]);
    let y: Value = x;
    for (let layer = 0; layer < 20_000; layer += 1) y = add(y, 1);
    assert.deepEqual(at(gradients(y, [x])[0]!, x, 0), [1]);
  });
});
