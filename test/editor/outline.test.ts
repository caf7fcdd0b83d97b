import assert from 'node:assert/strict';
import { type OutlineItem, outline } from '../../src/editor/outline.ts';
import type { LocatedNode, SourceRange } from '../../src/sandbox/analysis.ts';
import { file, lenetTotals, node, on, secondConvolution } from './nodes.ts';

function items(
  nodes: readonly LocatedNode[],
  modelRange: SourceRange | null = null,
  texts: Record<number, string> = {},
) {
  const report = { name: 'Net', input: [1, 28, 28], nodes, isWhole: true, totals: lenetTotals };
  const text = ({ line }: SourceRange) => texts[line] ?? '';
  return outline(file, report, modelRange, { order: 'channelsFirst', text });
}

/** `name detail`, children indented. */
const lines = (all: readonly OutlineItem[], indent = ''): string[] =>
  all.flatMap(({ name, detail, children }) => [`${indent}${name} ${detail}`, ...lines(children, `${indent}  `)]);

describe('outline of a network', () => {
  it('lists layers with their sizes below the model', () => {
    const activation = node({ node: 5, name: 'tanh_2', output: [16, 10, 10], range: on(15, 5, 18) });
    const model = { file, line: 10, column: 1, endLine: 30, endColumn: 3 };
    assert.deepEqual(lines(items([secondConvolution, activation], model)), [
      'Net 1×28×28 → 16×10×10 · 61,706 params',
      '  conv2d_2 → 16×10×10 · 2,416 params',
      '  tanh_2 → 16×10×10',
    ]);
  });

  it('makes a block of what a helper makes, one for each turn of a loop', () => {
    const block = on(20, 9, 40);
    const made = [1, 2].flatMap((count) => [
      node({
        node: 2 * count,
        kind: 'conv2d',
        name: `conv2d_${count}`,
        params: 100,
        range: on(3, 5, 20),
        callers: [block],
      }),
      node({ node: 2 * count + 1, name: `relu_${count}`, range: on(3, 1, 22), callers: [block] }),
    ]);
    const found = items([...made, node({ node: 9, name: 'last', range: on(21, 1, 5) })], null, { 20: 'block(x, 64)' });
    assert.deepEqual(lines(found), [
      'block 1 → 1×28×28 (2 layers) · 100 params',
      '  conv2d_1 → 1×28×28 · 100 params',
      '  relu_1 → 1×28×28',
      'block 2 → 1×28×28 (2 layers) · 100 params',
      '  conv2d_2 → 1×28×28 · 100 params',
      '  relu_2 → 1×28×28',
      'last → 1×28×28',
    ]);
  });

  it('gathers the layers that a loop makes by itself', () => {
    const made = [1, 2, 3].map((id) => node({ node: id, kind: 'relu', name: `relu_${id}`, range: on(3, 5, 11) }));
    assert.deepEqual(lines(items(made)), ['relu → 1×28×28 (×3)']);
  });

  it('takes what an imported helper makes for one entry', () => {
    const other = '/models/block.ts';
    const nodes = ['conv2d_1', 'relu_1'].map((name, index) =>
      node({ node: index + 1, name, range: on(2, 1, 9, other), callers: [on(5, 3, 20)] }),
    );
    assert.deepEqual(lines(items(nodes, null, { 5: '...stage(64)' })), ['stage → 1×28×28 (2 layers)']);
  });
});
