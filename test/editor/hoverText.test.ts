import assert from 'node:assert/strict';
import { hoverText } from '../../src/editor/hoverText.ts';
import { layerSites } from '../../src/editor/sites.ts';
import type { LocatedNode } from '../../src/sandbox/analysis.ts';
import { file, lenetTotals, node, on, secondConvolution } from './nodes.ts';

function hover(nodes: readonly LocatedNode[], order: 'channelsFirst' | 'channelsLast' = 'channelsFirst'): string {
  const [site] = layerSites(nodes, file);
  assert.ok(site);
  return hoverText(site, lenetTotals, order);
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
        '| Parameters | 2,416 (3.9 % of the model) |',
        '| Multiply-adds | 240,000 (57.6 % of the model) |',
        '| Output | 1,600 values · 6.3 KiB an image |',
        '| Receptive field | 14×14 pixels of the input |',
      ].join('\n'),
    );
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
    const text = hover(nodes, 'channelsLast');
    assert.match(text, /^\*\*15 layers\*\* come from this call/);
    assert.match(text, /\| conv2d\\_12 \| 28×28×1 → 9×7×8 \| 10 \| 100 \| – \|/);
    assert.doesNotMatch(text, /conv2d\\_13/);
    assert.match(text, /… and 3 more/);
    assert.match(text, /Together 150 \(0\.2 % of the model\) parameters and 1,500/);
  });

  it('shows a name from the file as it is written, never as Markdown', () => {
    const text = hover([node({ name: '![x](http://x)|a`' })]);
    assert.match(text, /\*\*\\!\\\[x\\\]\\\(http:\/\/x\\\)\\\|a\\`\*\*/);
  });
});
