import assert from 'node:assert/strict';
import { ModelView } from '../../../src/editor/analysis/modelView.ts';
import type { Analysis } from '../../../src/sandbox/analysis.ts';
import { file, lenetTotals, node, on } from '../nodes.ts';

const good: Analysis = {
  files: [file, '/models/block.ts'],
  spec: { version: 1, name: 'LeNet-5', nodes: [], outputs: [], layers: [], data: null, training: null },
  digest: 'of both files',
  report: {
    name: 'LeNet-5',
    input: [1, 28, 28],
    nodes: [node({ node: 1, range: on(3, 5, 20) }), node({ node: 2, range: on(4, 5, 11) })],
    isWhole: true,
    totals: lenetTotals,
  },
  data: null,
  modelRange: { file, line: 1, column: 16, endLine: 6, endColumn: 3 },
  diagnostics: [],
  rewrites: [],
  parsed: true,
};

const problem = {
  severity: 'error' as const,
  code: 'syntax-error' as const,
  message: 'A parenthesis is missing.',
  range: on(3, 20, 21),
  fixes: [{ title: 'Add it', edits: [{ range: on(3, 20, 20), newText: ')' }] }],
};
const broken: Analysis = {
  ...good,
  spec: null,
  digest: null,
  report: null,
  modelRange: null,
  diagnostics: [problem],
  parsed: false,
};

/** An error in the second layer. */
const partial: Analysis = {
  ...good,
  spec: null,
  report: good.report && { ...good.report, nodes: good.report.nodes.slice(0, 1), isWhole: false },
  diagnostics: [problem],
};

const insert = (line: number, column: number, text: string) => [
  { line, column, endLine: line, endColumn: column, text },
];
const places = (view: ModelView) => view.sites.map(({ range }) => [range.line, range.column, range.endColumn]);

describe('view of a model file being edited', () => {
  let view: ModelView;
  beforeEach(() => {
    view = new ModelView(file);
    view.beginAnalysis()(good);
  });

  it('knows the layers, the model and the files of the last analysis', () => {
    assert.deepEqual(places(view), [
      [3, 5, 20],
      [4, 5, 11],
    ]);
    assert.equal(view.modelRange?.line, 1);
    assert.deepEqual(view.files, [file, '/models/block.ts']);
  });

  it('keeps the last good layers, moved along, while the file does not parse', () => {
    view.edit(insert(3, 1, '// more\n'));
    view.beginAnalysis()(broken);
    assert.deepEqual(places(view), [
      [4, 5, 20],
      [5, 5, 11],
    ]);
    assert.deepEqual(
      view.diagnostics.map(({ code }) => code),
      ['syntax-error'],
    );
    assert.equal(view.totals?.params, lenetTotals.params);
    assert.equal(view.modelRange?.endLine, 7);
  });

  it('keeps what an error hides as it was, and does not take what is right for the whole model', () => {
    view.edit(insert(4, 1, '\n'));
    view.beginAnalysis()(partial);
    assert.deepEqual(places(view), [
      [3, 5, 20],
      [5, 5, 11],
    ]);
    assert.deepEqual(
      view.sites.map(({ isEarlier }) => isEarlier ?? false),
      [false, true],
    );
    assert.equal(view.reportOf(view.sites[1]!)?.nodes.length, 2);
    assert.deepEqual([view.totals, view.earlierTotals], [null, lenetTotals]);
    view.beginAnalysis()(good);
    assert.ok(view.sites.every(({ isEarlier }) => !isEarlier));
    assert.deepEqual([view.totals, view.earlierTotals], [lenetTotals, null]);
  });

  it('has a model for a trainer only while there is a valid one', () => {
    assert.deepEqual(view.evaluated, { model: good.spec, files: good.files, digest: good.digest });
    view.beginAnalysis()(broken);
    assert.equal(view.evaluated, null);
  });

  it('counts a model whose layers are right where something else is wrong', () => {
    view.beginAnalysis()({ ...good, spec: null, diagnostics: [problem] });
    assert.deepEqual([view.totals, view.earlierTotals], [lenetTotals, null]);
  });

  it('takes what is right for no total where there never was a whole model', () => {
    view = new ModelView(file);
    view.beginAnalysis()(partial);
    assert.deepEqual([view.totals, view.earlierTotals], [null, null]);
  });

  it('does not show what a layer was beside what stands in its place', () => {
    view.edit([{ line: 4, column: 5, endLine: 4, endColumn: 9, text: 'other' }]);
    const nodes = [node({ node: 1, range: on(4, 5, 12) })];
    view.beginAnalysis()({ ...partial, report: partial.report && { ...partial.report, nodes } });
    assert.deepEqual(places(view), [
      [4, 5, 12],
      [3, 5, 20],
    ]);
  });

  it('previews another text, and where that is wrong keeps the layers of this one', () => {
    const nodes = [node({ node: 1, range: on(3, 5, 20), output: [9, 9, 9] })];
    view.preview({ ...good, report: good.report && { ...good.report, nodes } });
    assert.equal(view.sites[0]?.nodes[0]?.output.join(), '9,9,9');
    view.preview(partial);
    assert.equal(view.sites[1]?.isEarlier, true);
    assert.deepEqual([view.totals, view.earlierTotals], [null, lenetTotals]);
    view.preview(broken);
    assert.deepEqual(
      view.sites.map(({ nodes, isEarlier }) => [nodes[0]?.output.join(), isEarlier ?? false]),
      [
        ['1,28,28', false],
        ['1,28,28', false],
      ],
    );
    assert.equal(view.totals, lenetTotals);
  });

  it('moves an analysis by the edits made while it was under way', () => {
    const finish = view.beginAnalysis();
    view.edit(insert(1, 1, '\n'));
    view.edit(insert(4, 1, ' '));
    finish(good);
    assert.deepEqual(places(view), [
      [4, 6, 21],
      [5, 5, 11],
    ]);
  });

  it('moves layers that an analysis says nothing of by each edit once', () => {
    const finish = view.beginAnalysis();
    view.edit(insert(1, 1, '\n'));
    finish(broken);
    assert.deepEqual(places(view), [
      [4, 5, 20],
      [5, 5, 11],
    ]);
    assert.equal(view.modelRange?.line, 2);
    assert.equal(view.diagnostics[0]?.range.line, 4);
  });

  it('moves diagnostics and their fixes, and drops a fix whose place is gone', () => {
    view.beginAnalysis()(broken);
    view.edit(insert(1, 1, '\n'));
    assert.equal(view.diagnostics[0]?.range.line, 4);
    assert.equal(view.diagnostics[0]?.fixes[0]?.edits[0]?.range.line, 4);
    view.edit([{ line: 4, column: 1, endLine: 5, endColumn: 1, text: '' }]);
    assert.deepEqual(view.diagnostics, []);
  });

  it('forgets a layer that was removed', () => {
    view.edit([{ line: 3, column: 1, endLine: 4, endColumn: 1, text: '' }]);
    assert.deepEqual(places(view), [[3, 5, 11]]);
  });
});
