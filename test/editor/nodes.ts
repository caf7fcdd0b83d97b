/** Located nodes written by hand, for tests of what is shown of them. */
import type { LocatedNode, SourceRange } from '../../src/sandbox/analysis.ts';

export const file = '/models/net.cnn.ts';

/** A range on one line. */
export function on(line: number, column: number, endColumn: number, inFile = file): SourceRange {
  return { file: inFile, line, column, endLine: line, endColumn };
}

export function node(overrides: Partial<LocatedNode>): LocatedNode {
  return {
    node: 1,
    name: 'layer',
    kind: 'relu',
    inputs: [[1, 28, 28]],
    output: [1, 28, 28],
    parameters: [],
    params: 0,
    macs: 0,
    receptiveField: null,
    formula: [],
    sources: [],
    window: null,
    range: on(1, 1, 10),
    callers: [],
    ...overrides,
  };
}

/** LeNet-5's second convolution: 5·5·6·16 weights and 16 biases; 10·10·16·5·5·6 multiply-adds. */
export const secondConvolution = node({
  node: 4,
  name: 'conv2d_2',
  kind: 'conv2d',
  inputs: [[6, 14, 14]],
  output: [16, 10, 10],
  parameters: [
    { name: 'weight', shape: [16, 6, 5, 5] },
    { name: 'bias', shape: [16] },
  ],
  params: 2416,
  macs: 240_000,
  receptiveField: [14, 14],
  formula: ['height = ⌊(14 − 5 + 0 + 0) / 1⌋ + 1 = 10', 'width  = ⌊(14 − 5 + 0 + 0) / 1⌋ + 1 = 10'],
  range: on(14, 5, 18),
});

export const lenetTotals = { params: 61_706, macs: 416_520, activations: 9_118 };
