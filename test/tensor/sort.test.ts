import assert from 'node:assert/strict';
import { concat, exp, multiply, negate, relu } from '../../src/tensor/ops/index.ts';
import { sortValues, thriftily } from '../../src/tensor/sort.ts';
import { input } from '../../src/tensor/values.ts';

describe('order of values', () => {
  const x = input([2]);
  const y = relu(x);
  const near = negate(y);
  const far = exp(exp(y));
  const product = multiply(near, far);

  it('has each once, after all it is made of', () => {
    assert.deepEqual(sortValues([product, near]), [x, y, near, far.source.inputs[0], far, product]);
  });

  it('can have those first that are further from the inputs', () => {
    assert.deepEqual(thriftily([near, product]), [x, y, far.source.inputs[0], far, near, product]);
  });

  it('has parts of a whole that are nearer to the inputs before others', () => {
    const whole = concat([far, near], 0);
    assert.deepEqual(thriftily([whole]), [x, y, near, far.source.inputs[0], far, whole]);
  });
});
