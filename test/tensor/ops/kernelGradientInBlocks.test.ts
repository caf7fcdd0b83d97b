import assert from 'node:assert/strict';
import { OnnxGraph, type OnnxNode } from '../../../src/tensor/onnx/graph.ts';
import { kernelGradientInBlocks } from '../../../src/tensor/ops/kernelGradientInBlocks.ts';
import { input } from '../../../src/tensor/values.ts';

describe('kernelGradientInBlocks', () => {
  // What stands last is computed first (`onnx/order.ts`).
  it('puts the position at which dy stays where it is behind the others', () => {
    const graph = new OnnxGraph({ channelBlock: 16 });
    const x = input([2, 32, 16, 16]);
    graph.bind(x, { blocks: 'x' });
    kernelGradientInBlocks(graph, x, 'dy', {
      batch: 2,
      channels: 32,
      outChannels: 32,
      kernel: [3, 3],
      input: [16, 16],
      stride: [1, 1],
      padding: [1, 1, 1, 1],
      dilation: [1, 1],
      groups: 1,
    });
    const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
    const isMoved = (node: OnnxNode): boolean =>
      (node.type === 'Conv' && node.inputs[0] === 'dy') ||
      node.inputs.some((name) => makers.has(name) && isMoved(makers.get(name)!));
    const columns = graph.nodes.find(({ type }) => type === 'Concat')?.inputs.map((name) => makers.get(name)!);
    assert.deepEqual(columns?.map(isMoved), [true, false, true]);
    const last = Math.max(...(columns ?? []).map((node) => graph.nodes.indexOf(node)));
    assert.equal(isMoved(graph.nodes[last]!), false);
  });
});
