import assert from 'node:assert/strict';
import { layerSites } from '../../../src/editor/analysis/sites.ts';
import { layerHints } from '../../../src/editor/hints/hintText.ts';
import type { LocatedNode } from '../../../src/sandbox/analysis.ts';
import { file, node, on, secondConvolution } from '../nodes.ts';

function texts(
  nodes: readonly LocatedNode[],
  options: { order?: 'channelsLast'; maximumLength?: number } = {},
): string[] {
  const hints = layerHints(layerSites(nodes, file), { order: 'channelsFirst', maximumLength: 43, ...options });
  return hints.map(({ text }) => text);
}

/** Conv, activation and pooling on one line, `repeats` times. */
function longLine(repeats: number): LocatedNode[] {
  return Array.from({ length: repeats }, (_, index) => [
    node({ range: on(5, index * 60 + 1, index * 60 + 19), inputs: [[16, 32, 32]], output: [32, 32, 32], params: 4640 }),
    node({ range: on(5, index * 60 + 21, index * 60 + 31), inputs: [[32, 32, 32]], output: [32, 32, 32] }),
    node({ range: on(5, index * 60 + 41, index * 60 + 51), inputs: [[32, 32, 32]], output: [32, 16, 16] }),
  ]).flat();
}

describe('inlay hints', () => {
  it('show size and parameters after the call', () => {
    const [hint, ...rest] = layerHints(layerSites([secondConvolution], file), {
      order: 'channelsFirst',
      maximumLength: 43,
    });
    assert.deepEqual(rest, []);
    assert.equal(hint?.text, '→ 16×10×10 · 2,416 params');
    assert.deepEqual([hint?.line, hint?.column], [14, 18]);
  });

  it('show the size alone for a layer without parameters, and channels last where that is set', () => {
    assert.deepEqual(texts([node({ output: [6, 14, 12] })]), ['→ 6×14×12']);
    assert.deepEqual(texts([node({ output: [6, 14, 12] })], { order: 'channelsLast' }), ['→ 14×12×6']);
  });

  it('show sizes alone where a line holds several layers', () => {
    assert.deepEqual(texts(longLine(1)), ['→ 32×32×32', '→ 32×32×32', '→ 32×16×16']);
  });

  it('leave out layers that keep the size where the line would be cut', () => {
    assert.deepEqual(texts(longLine(2)), ['→ 32×32×32', '→ 32×16×16', '→ 32×32×32', '→ 32×16×16']);
    assert.equal(texts(longLine(2), { maximumLength: 0 }).length, 6);
  });

  it('show all instances of a call in a loop or helper, with their parameters together', () => {
    const range = on(9, 3, 30);
    const first = node({ node: 1, range, output: [16, 10, 10], params: 2416 });
    const second = node({ node: 2, range, output: [32, 5, 5], params: 12_832 });
    assert.deepEqual(texts([first, second]), ['→ 16×10×10, 32×5×5 · 15,248 params']);
    assert.deepEqual(texts([first, { ...first, node: 2 }, { ...first, node: 3 }]), ['→ 16×10×10 (×3) · 7,248 params']);
  });

  it('say of what an error hides that it was so', () => {
    const sites = layerSites([secondConvolution], file).map((site) => ({ ...site, isEarlier: true }));
    const [hint] = layerHints(sites, { order: 'channelsFirst', maximumLength: 43 });
    assert.equal(hint?.text, 'was 16×10×10 · 2,416 params');
  });

  it('shorten many instances to the first and the last size', () => {
    const range = on(9, 3, 30);
    const nodes = [8, 16, 32, 64, 128].map((channels) => node({ range, output: [channels, 32, 32], params: 1000 }));
    assert.deepEqual(texts(nodes), ['→ 8×32×32 … 128×32×32 · 5,000 params']);
    assert.deepEqual(texts(nodes, { maximumLength: 30 }), ['→ 8×32×32 … 128×32×32']);
  });

  it('show what comes out of a call that leads to another file', () => {
    const callers = [on(7, 5, 14)];
    const hidden = node({ range: on(1, 1, 9, '/models/block.ts'), callers, output: [16, 28, 28], params: 160 });
    const last = node({ range: on(2, 1, 9, '/models/block.ts'), callers, output: [16, 14, 14] });
    assert.deepEqual(texts([hidden, last]), ['→ 16×14×14 (2 layers) · 160 params']);
  });
});
