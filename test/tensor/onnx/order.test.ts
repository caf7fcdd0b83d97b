import assert from 'node:assert/strict';
import { OnnxGraph } from '../../../src/tensor/onnx/graph.ts';
import { orderByDistance } from '../../../src/tensor/onnx/order.ts';

describe('order of nodes', () => {
  it('is by distance from the inputs, equal ones as they were', () => {
    const graph = new OnnxGraph();
    const y = graph.node('Relu', ['x']);
    const far = graph.node('Neg', [graph.node('Exp', [y])]);
    const mask = graph.node('HardSigmoid', [y]);
    graph.node('Mul', [far, mask]);
    graph.node('Abs', ['x']);
    orderByDistance(graph);
    assert.deepEqual(
      graph.nodes.map(({ type }) => type),
      ['Relu', 'Abs', 'Exp', 'HardSigmoid', 'Neg', 'Mul'],
    );
  });
});
