import assert from 'node:assert/strict';
import { ModelView } from '../../../src/editor/analysis/modelView.ts';
import { layerSites } from '../../../src/editor/analysis/sites.ts';
import { type OutlineItem, outline } from '../../../src/editor/navigation/outline.ts';
import type { Analysis, LocatedNode, LocatedReport, SourceRange } from '../../../src/sandbox/analysis.ts';
import { file, lenetTotals, node, on, secondConvolution } from '../nodes.ts';

function items(
  nodes: readonly LocatedNode[],
  modelRange: SourceRange | null = null,
  texts: Record<number, string> = {},
) {
  const view = { file, sites: layerSites(nodes, file), report: whole(nodes), wholeReport: whole(nodes), modelRange };
  return outline(view, { order: 'channelsFirst', text: textOf(texts) });
}

const whole = (nodes: readonly LocatedNode[]): LocatedReport => ({
  name: 'Net',
  input: [1, 28, 28],
  nodes,
  isWhole: true,
  totals: lenetTotals,
});

const textOf =
  (texts: Record<number, string>) =>
  ({ line }: SourceRange) =>
    texts[line] ?? '';

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

  describe('behind an error', () => {
    const block = on(20, 9, 40);
    const nodes = [
      node({ node: 1, name: 'conv2d_1', output: [8, 28, 28], params: 80, range: on(12, 5, 18) }),
      node({ node: 2, name: 'conv2d_2', params: 100, range: on(3, 5, 20), callers: [block] }),
      node({ node: 3, name: 'relu_1', range: on(4, 5, 11), callers: [block] }),
      node({ node: 4, name: 'dense_1', output: [10], range: on(21, 5, 14) }),
    ];
    const modelRange = { file, line: 10, column: 1, endLine: 30, endColumn: 3 };
    const analysis = (report: LocatedReport | null, known: Partial<Analysis> = {}): Analysis => ({
      ...{
        files: [file],
        spec: null,
        digest: null,
        report,
        data: null,
        modelRange,
        diagnostics: [],
        rewrites: [],
        parsed: true,
      },
      ...known,
    });
    const shown = (view: ModelView) =>
      lines(outline(view, { order: 'channelsFirst', text: textOf({ 20: 'block(x)' }) }));
    const part = (count: number) => analysis({ ...whole(nodes.slice(0, count)), isWhole: false });

    it('keeps what the error hides, as it was before', () => {
      const view = new ModelView(file);
      view.beginAnalysis()(analysis(whole(nodes)));
      view.beginAnalysis()(part(1));
      assert.deepEqual(shown(view), [
        'Net was 1×28×28 → 10 · 61,706 params',
        '  conv2d_1 → 8×28×28 · 80 params',
        '  block was 1×28×28 (2 layers) · 100 params',
        '    conv2d_2 was 1×28×28 · 100 params',
        '    relu_1 was 1×28×28',
        '  dense_1 was 10',
      ]);
    });

    it('adds nothing up of a block with the error in it', () => {
      const view = new ModelView(file);
      view.beginAnalysis()(analysis(whole(nodes)));
      view.beginAnalysis()(part(2));
      assert.deepEqual(shown(view).slice(2, 5), [
        '  block ',
        '    conv2d_2 → 1×28×28 · 100 params',
        '    relu_1 was 1×28×28',
      ]);
    });

    it('stays while the file does not parse', () => {
      const view = new ModelView(file);
      view.beginAnalysis()(analysis(whole(nodes)));
      const before = shown(view);
      view.beginAnalysis()(analysis(null, { parsed: false, modelRange: null }));
      assert.deepEqual(shown(view), before);
    });

    it('is what comes before it where there never was more', () => {
      const view = new ModelView(file);
      view.beginAnalysis()(part(1));
      assert.deepEqual(shown(view), ['Net ', '  conv2d_1 → 8×28×28 · 80 params']);
    });
  });
});
