import assert from 'node:assert/strict';
import { OnnxGraph } from '../../../src/tensor/onnx/graph.ts';
import { splitInputs } from '../../../src/tensor/onnx/split.ts';

describe('slices of an input', () => {
  const vector = { name: 'packed', shape: [6], dtype: 'float32' } as const;

  /** Types of the nodes after slices from each place to the next. */
  function split(
    ranges: readonly (readonly [number, number])[],
    { shape = vector.shape as readonly number[], block = 16 as number | null } = {},
  ) {
    const graph = new OnnxGraph({ channelBlock: block });
    const parts = ranges.map(([start, end]) => graph.slice('packed', [0], [start], [end]));
    for (const part of parts) graph.node('Relu', [part]);
    splitInputs(graph, [{ ...vector, shape }]);
    return { graph, parts, types: graph.nodes.map(({ type }) => type) };
  }

  it('become one split, whose results have their names, in the order in which they lie', () => {
    const { graph, parts, types } = split([
      [4, 6],
      [0, 1],
      [1, 4],
    ]);
    assert.deepEqual(types, ['Split', 'Relu', 'Relu', 'Relu']);
    const [made] = graph.nodes;
    assert.deepEqual(made?.outputs, [parts[1], parts[2], parts[0]]);
    const sizes = graph.initializers.find(({ name }) => name === made?.inputs[1]);
    assert.deepEqual(sizes?.data, BigInt64Array.of(1n, 3n, 2n));
  });

  for (const [what, ranges, options] of [
    [
      'a part is missing',
      [
        [0, 2],
        [4, 6],
      ],
    ],
    [
      'the end is missing',
      [
        [0, 2],
        [2, 5],
      ],
    ],
    [
      'parts overlap',
      [
        [0, 4],
        [3, 6],
      ],
    ],
    ['there is but one', [[0, 6]]],
    [
      'the device has no channel blocks',
      [
        [0, 2],
        [2, 6],
      ],
      { block: null },
    ],
  ] as const) {
    it(`stay as they are where ${what}`, () => {
      const { types } = split(ranges, options);
      assert.ok(!types.includes('Split'), types.join());
    });
  }

  it('stay as they are along another axis, and with a step', () => {
    const graph = new OnnxGraph({ channelBlock: 16 });
    for (const [start, end] of [
      [0, 2],
      [2, 6],
    ] as const) {
      graph.node('Relu', [graph.slice('packed', [1], [start], [end])]);
      graph.node('Relu', [graph.slice('backwards', [0], [start], [end], [1])]);
    }
    splitInputs(graph, [
      { ...vector, shape: [6, 6] },
      { ...vector, name: 'backwards' },
    ]);
    assert.equal(graph.nodes.filter(({ type }) => type === 'Slice').length, 4);
  });
});
