import assert from 'node:assert/strict';
import { layerSites, siteAt } from '../../../src/editor/analysis/sites.ts';
import { file, node, on } from '../nodes.ts';

describe('sites of layers in a file', () => {
  const inLoop = [node({ node: 1, range: on(3, 5, 20) }), node({ node: 2, range: on(3, 5, 20) })];

  it('gathers the instances of one call', () => {
    const sites = layerSites([...inLoop, node({ node: 3, range: on(4, 5, 11) })], file);
    assert.deepEqual(
      sites.map(({ nodes, own }) => [nodes.map((each) => each.node), own]),
      [
        [[1, 2], true],
        [[3], true],
      ],
    );
  });

  it('gives layers of an imported helper to the call that leads there', () => {
    const helper = '/models/block.ts';
    const imported = [1, 2].map((id) => node({ node: id, range: on(id, 1, 9, helper), callers: [on(7, 5, 14)] }));
    const [site, ...rest] = layerSites(imported, file);
    assert.deepEqual(rest, []);
    assert.deepEqual(site?.range, on(7, 5, 14));
    assert.equal(site?.own, false);
    assert.equal(site?.nodes.length, 2);
    assert.deepEqual(
      layerSites(imported, helper).map(({ own }) => own),
      [true, true],
    );
  });

  it('finds the innermost site around a position, its borders included', () => {
    const outer = node({ node: 1, range: on(3, 1, 40) });
    const inner = node({ node: 2, range: on(3, 10, 20) });
    const sites = layerSites([outer, inner], file);
    const at = (column: number) => siteAt(sites, 3, column)?.nodes[0]?.node;
    assert.deepEqual([at(1), at(9), at(10), at(20), at(21), at(40), at(41)], [1, 1, 2, 2, 1, 1, undefined]);
  });
});
