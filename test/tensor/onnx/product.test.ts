import assert from 'node:assert/strict';
import { OnnxGraph } from '../../../src/tensor/onnx/graph.ts';
import { product } from '../../../src/tensor/onnx/product.ts';

describe('a product of matrices', () => {
  const nodes = (channelBlock: number | null, transposedA: boolean, transposedB: boolean) => {
    const graph = new OnnxGraph({ channelBlock });
    product(graph, { name: 'a', rank: 4, transposed: transposedA }, { name: 'b', rank: 2, transposed: transposedB });
    return graph.nodes.map(({ type, inputs, attributes }) => ({ type, inputs, attributes }));
  };

  it('reads its factors the other way on the processor', () => {
    assert.deepEqual(nodes(16, true, false), [
      { type: 'FusedMatMul', inputs: ['a', 'b'], attributes: { transA: 1, transB: 0 } },
    ]);
    assert.deepEqual(nodes(16, false, false), [{ type: 'MatMul', inputs: ['a', 'b'], attributes: {} }]);
  });

  it('transposes them elsewhere', () => {
    assert.deepEqual(
      nodes(null, true, true).map(({ type, attributes }) => [type, attributes]),
      [
        ['Transpose', { perm: [0, 1, 3, 2] }],
        ['Transpose', { perm: [1, 0] }],
        ['MatMul', {}],
      ],
    );
  });
});
