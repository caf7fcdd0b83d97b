import assert from 'node:assert/strict';
import { scaleBlocks } from '../../../src/tensor/onnx/blocks.ts';
import { fuse } from '../../../src/tensor/onnx/fuse.ts';
import { OnnxGraph } from '../../../src/tensor/onnx/graph.ts';
import { input } from '../../../src/tensor/values.ts';

describe('a sum of a convolution and a shortcut', () => {
  /** The convolutions of relu(scale·x + shift + shortcut), the shortcut being needed again or not. */
  function fused(isNeededAgain: boolean) {
    const graph = new OnnxGraph({ channelBlock: 16 });
    const scaled = scaleBlocks(graph, 'x', 16, 'scale', 'shift');
    for (const blocks of [scaled, 'shortcut']) graph.bind(input([1, 16, 2, 2]), { blocks });
    const results = [graph.node('Relu', [graph.node('Add', [scaled, 'shortcut'])])];
    if (isNeededAgain) results.push(graph.node('Neg', ['shortcut']));
    fuse(graph, new Set(results));
    return { scaled, convolutions: graph.nodes.filter(({ type }) => type === 'Conv') };
  }

  it('is written over the shortcut where nothing else needs that', () => {
    const { convolutions } = fused(false);
    assert.equal(convolutions.length, 1);
    assert.equal(convolutions[0]?.inputs[0], 'x');
    assert.equal(convolutions[0]?.inputs[3], 'shortcut');
    assert.equal(convolutions[0]?.attributes.activation, 'Relu');
  });

  it('is written over the result of the convolution where the shortcut is needed again', () => {
    const { scaled, convolutions } = fused(true);
    assert.deepEqual(
      convolutions.map(({ inputs }) => [inputs[0], inputs[3]]),
      [
        ['x', undefined],
        ['shortcut', scaled],
      ],
    );
    assert.equal(convolutions[1]?.attributes.activation, 'Relu');
  });
});
