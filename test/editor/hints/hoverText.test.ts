import assert from 'node:assert/strict';
import { readReference } from '../../../scripts/reference.ts';
import { layerSites } from '../../../src/editor/analysis/sites.ts';
import { type HoverContext, hoverText } from '../../../src/editor/hints/hoverText.ts';
import type { LocatedNode } from '../../../src/sandbox/analysis.ts';
import { file, lenetTotals, node, on, secondConvolution } from '../nodes.ts';

function hover(nodes: readonly LocatedNode[], context: Partial<HoverContext> = {}): string {
  const [site] = layerSites(nodes, file);
  assert.ok(site);
  return hoverText(site, {
    isEarlier: false,
    totals: lenetTotals,
    order: 'channelsFirst',
    training: null,
    nodes,
    reference: null,
    picture: () => 'picture',
    page: (page) => `docs/${page}`,
    place: ({ line }) => `line${line}`,
    ...context,
  });
}

describe('hover over a layer', () => {
  it('tells how the size comes about, what the layer holds and what it costs', () => {
    assert.equal(
      hover([secondConvolution]),
      [
        '**conv2d\\_2** — 6×14×14 → **16×10×10**',
        '',
        '```text',
        'height = ⌊(14 − 5 + 0 + 0) / 1⌋ + 1 = 10',
        'width  = ⌊(14 − 5 + 0 + 0) / 1⌋ + 1 = 10',
        '```',
        '',
        '| This layer |  |',
        '| :--- | :--- |',
        '| Weights | `[16, 6, 5, 5]` |',
        '| Bias | `[16]` |',
        '| Parameters | 2,416 (3.9% of the model) |',
        '| Multiply-adds | 240,000 (57.6% of the model) |',
        '| Output | 1,600 values · 6.3 KiB per image |',
        '| Receptive field | 14×14 pixels of the input |',
      ].join('\n'),
    );
  });

  it('says first that an error hides what the layer is now', () => {
    assert.match(hover([secondConvolution], { isEarlier: true }), /^\*As it was before the error.*\*\n\n\*\*conv2d/);
  });

  it('keeps to what applies', () => {
    const text = hover([node({ name: 'tanh_1', output: [120], inputs: [[120]] })]);
    assert.match(text, /120 → \*\*120\*\*/);
    assert.doesNotMatch(text, /Parameters|Multiply-adds|Receptive field|```/);
  });

  it('lists the instances of a call, and counts those beyond a dozen', () => {
    const nodes = Array.from({ length: 15 }, (_, index) =>
      node({ node: index, name: `conv2d_${index + 1}`, range: on(3, 1, 9), output: [8, 9, 7], params: 10, macs: 100 }),
    );
    const text = hover(nodes, { order: 'channelsLast' });
    assert.match(text, /^\*\*15 layers\*\* come from this call/);
    assert.match(text, /\| conv2d\\_12 \| 28×28×1 → 9×7×8 \| 10 \| 100 \| – \|/);
    assert.doesNotMatch(text, /conv2d\\_13/);
    assert.match(text, /… and 3 more/);
    assert.match(text, /Together 150 \(0\.2% of the model\) parameters and 1,500/);
  });

  it('draws the window, says what the layer is for, and leads to its page', () => {
    const [entry] = readReference().entries.filter(({ name }) => name === 'conv2d');
    assert.ok(entry);
    const window = {
      size: [5, 5],
      stride: [1, 1],
      dilation: [1, 1],
      padding: [0, 0, 0, 0],
      transposed: false,
    } as const;
    const text = hover([{ ...secondConvolution, window }], { reference: entry });
    assert.ok(text.includes(entry.purpose));
    assert.match(text, /!\[A window of 5×5 slides over the input\]\(picture\)/);
    assert.match(text, /\[Documentation\]\(docs\/layers\/conv2d\.md\)$/);
  });

  it('leads to what feeds the layer and to what it feeds', () => {
    const before = node({ node: 3, name: 'pool', range: on(13, 5, 18) });
    const after = node({ node: 5, name: 'tanh_3', range: on(15, 5, 18), sources: [4] });
    const own = { ...secondConvolution, sources: [3] };
    assert.match(
      hover([own], { nodes: [before, own, after] }),
      /Fed by \[pool\]\(line13\) · Feeds \[tanh\\_3\]\(line15\)/,
    );
  });

  it('counts the memory of a step of training', () => {
    const learningRate = { kind: 'constant', learningRate: 1e-3 } as const;
    const moments = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
    const training = {
      ...{ epochs: 1, batchSize: 128, clipGradNorm: null, clipGradValue: null, seed: 0 },
      loss: { kind: 'crossEntropy', labelSmoothing: 0 },
      optimizer: { kind: 'adam', learningRate, ...moments },
    } as const;
    // 2 · 128 · 1,600 outputs and gradients, 7 · 2,416 numbers of parameters, 4 bytes each.
    assert.match(hover([secondConvolution], { training }), /Memory in training \| up to 1\.6 MiB with a batch of 128/);
  });

  it('shows a name from the file as it is written, never as Markdown', () => {
    const text = hover([node({ name: '![x](http://x)|a`' })]);
    assert.match(text, /\*\*\\!\\\[x\\\]\\\(http:\/\/x\\\)\\\|a\\`\*\*/);
  });
});
