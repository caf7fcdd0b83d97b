import assert from 'node:assert/strict';
import { programMemory } from '../../src/tensor/memory.ts';
import { add, multiply, relu, reshape, sum } from '../../src/tensor/ops/index.ts';
import { constant, input } from '../../src/tensor/values.ts';

describe('the memory of a program', () => {
  it('counts values from when they are made to their last use', () => {
    const x = input([100]);
    // relu(x) and its square are live together, then the square and the sum.
    const y = multiply(relu(x), relu(x));
    const program = { inputs: [{ name: 'x', value: x }], state: [], outputs: [{ name: 'y', value: sum(y) }] };
    assert.deepEqual(programMemory(program), { held: 400, live: 1200 });
    const once = relu(x);
    const shared = multiply(once, once);
    assert.equal(programMemory({ ...program, outputs: [{ name: 'y', value: sum(shared) }] }).live, 800);
  });

  it('counts two buffers for state that is replaced, and another shape of the same numbers once', () => {
    const [w, x] = [input([10]), input([5, 2])];
    const next = add(w, reshape(x, [10]));
    const state = [
      { name: 'w', value: w, next },
      { name: 'fixed', value: input([25]), next: null },
    ];
    const program = { inputs: [{ name: 'x', value: x }], state, outputs: [] };
    assert.deepEqual(programMemory(program), { held: 40 + 2 * 40 + 100, live: 0 });
    assert.equal(programMemory({ ...program, outputs: [{ name: 'c', value: constant(new Float32Array(9)) }] }).live, 0);
    const halfway = { ...program, outputs: [{ name: 'y', value: sum(reshape(relu(next), [5, 2])) }] };
    assert.deepEqual(programMemory(halfway), { held: 220, live: 40 + 4 });
  });

  it('grows in proportion to the batch', () => {
    const live = (batch: number) => {
      const x = input([batch, 64]);
      return programMemory({ inputs: [], state: [], outputs: [{ name: 'y', value: relu(relu(x)) }] }).live;
    };
    assert.equal(live(20), 10 * live(2));
  });
});
