import assert from 'node:assert/strict';
import { OnnxGraph } from '../../../src/tensor/onnx/graph.ts';
import { reorderForMemory } from '../../../src/tensor/onnx/order.ts';

describe('order of nodes', () => {
  const ordered = (graph: OnnxGraph) => {
    reorderForMemory(graph);
    return graph.nodes.map(({ type }) => type);
  };

  it('puts what is further from the inputs behind what is nearer, to be computed before it', () => {
    const graph = new OnnxGraph();
    const y = graph.node('Relu', ['x']);
    const far = graph.node('Neg', [graph.node('Exp', [y])]);
    const mask = graph.node('HardSigmoid', [y]);
    graph.node('Mul', [far, mask]);
    graph.node('Abs', ['x']);
    assert.deepEqual(ordered(graph), ['Abs', 'Relu', 'HardSigmoid', 'Exp', 'Neg', 'Mul']);
  });

  it('leaves the inputs of a concatenation in their order', () => {
    const graph = new OnnxGraph();
    const dy = graph.node('Exp', ['x']);
    const first = graph.node('ReduceSum', [graph.node('Neg', [dy])]);
    const last = graph.node('ReduceMax', [dy]);
    graph.node('Concat', [first, last]);
    assert.deepEqual(ordered(graph), ['Exp', 'Neg', 'ReduceSum', 'ReduceMax', 'Concat']);
  });
});
