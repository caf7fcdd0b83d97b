import assert from 'node:assert/strict';
import { packData, packParameters, unpackData } from '../../src/training/packing.ts';

describe('packing', () => {
  const large = { name: 'dense_1.weight', shape: [400, 400] };
  const small = [
    { name: 'conv2d_1.weight', shape: [2, 1, 2, 2] },
    { name: 'conv2d_1.bias', shape: [2] },
  ];

  it('puts small parameters together and leaves large ones alone', () => {
    assert.deepEqual(packParameters([small[0]!, large, small[1]!]), [
      { name: 'packed', shape: [10], members: small },
      { ...large, members: [large] },
    ]);
  });

  it('leaves a single small parameter as it is', () => {
    assert.deepEqual(packParameters([small[1]!]), [{ ...small[1]!, members: [small[1]] }]);
  });

  it('gives back by name what was packed, and zeros where there is nothing', () => {
    const [pack] = packParameters(small);
    const tensors = {
      'conv2d_1.weight': { shape: [2, 1, 2, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
      'conv2d_1.bias': { shape: [2], data: Float32Array.of(9, 10) },
    };
    const data = packData(pack!, tensors);
    assert.deepEqual([...data], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    assert.deepEqual(unpackData(pack!, data), tensors);
    assert.deepEqual([...packData(pack!, null)], new Array(10).fill(0));
  });

  it('names a tensor that is missing or of another shape', () => {
    const [pack] = packParameters(small);
    const weight = { shape: [2, 4], data: new Float32Array(8) };
    assert.throws(() => packData(pack!, { 'conv2d_1.weight': weight }), /conv2d_1\.weight should be \[2, 1, 2, 2\]/);
    assert.throws(() => packData(pack!, {}), /conv2d_1\.weight should be .*absent/);
  });
});
