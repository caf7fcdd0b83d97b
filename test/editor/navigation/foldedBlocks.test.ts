import assert from 'node:assert/strict';
import { layerSites } from '../../../src/editor/analysis/sites.ts';
import { foldedBlocks } from '../../../src/editor/navigation/foldedBlocks.ts';
import { file, node, on } from '../nodes.ts';

/** A chain with a layer on each of these lines; those that compute have a star. */
function blocks(...lines: readonly string[]) {
  const nodes = lines.map((line, index) =>
    node({
      ...{ node: index + 1, sources: [index], macs: line.endsWith('*') ? 10 : 0 },
      range: on(Number.parseInt(line, 10), 5, 20),
    }),
  );
  return foldedBlocks(layerSites(nodes, file)).map(({ start, end }) => `${start}–${end}`);
}

describe('blocks to fold', () => {
  it('begin with a layer that computes and end before the next', () => {
    assert.deepEqual(blocks('3*', '4', '5', '6*', '7', '8', '9', '10*'), ['3–5', '6–9']);
  });

  it('leave out what stands on one line, or apart', () => {
    assert.deepEqual(blocks('3*', '3', '3', '4*', '9', '20*', '21'), ['20–21']);
  });
});
