import assert from 'node:assert/strict';
import { concat, exp, multiply, negate, relu } from '../../src/tensor/ops/index.ts';
import { lowMemoryOrder, topologicalOrder } from '../../src/tensor/order.ts';
import { input } from '../../src/tensor/values.ts';

describe('orders of values', () => {
  const x = input([2]);
  const y = relu(x);
  const near = negate(y);
  const far = exp(exp(y));
  const product = multiply(near, far);

  it('are topological: each value once, after all of its inputs', () => {
    assert.deepEqual(topologicalOrder([product, near]), [x, y, near, far.source.inputs[0], far, product]);
  });

  it('hold little memory with the input first that is furthest from the inputs of the program', () => {
    assert.deepEqual(lowMemoryOrder([near, product]), [x, y, far.source.inputs[0], far, near, product]);
  });

  it('hold little memory with the nearest input of a concatenation first', () => {
    const whole = concat([far, near], 0);
    assert.deepEqual(lowMemoryOrder([whole]), [x, y, near, far.source.inputs[0], far, whole]);
  });
});
