import assert from 'node:assert/strict';
import { neighbours } from '../../../src/editor/navigation/neighbours.ts';
import { node, on } from '../nodes.ts';

describe('layers that feed one another', () => {
  const [first, left, right, sum] = [
    node({ node: 1, name: 'first', sources: [0], range: on(1, 1, 9) }),
    node({ node: 2, name: 'left', sources: [1], range: on(2, 1, 9) }),
    node({ node: 3, name: 'right', sources: [1], range: on(3, 1, 9) }),
    node({ node: 4, name: 'sum', sources: [2, 3], range: on(4, 1, 9) }),
  ];
  const all = [first, left, right, sum];
  const names = (of: typeof first, direction: 'source' | 'target') =>
    neighbours(all, [of], direction).map(({ name }) => name);

  it('are found both ways, where branches part and meet, too', () => {
    assert.deepEqual(names(sum, 'source'), ['left', 'right']);
    assert.deepEqual(names(first, 'target'), ['left', 'right']);
    assert.deepEqual(names(left, 'source'), ['first']);
    assert.deepEqual(names(first, 'source'), []);
    assert.deepEqual(names(sum, 'target'), []);
  });

  it('are each call once, however many layers it makes', () => {
    const looped = [2, 3].map((id) => node({ node: id, name: `layer_${id}`, sources: [1], range: on(2, 1, 9) }));
    assert.equal(neighbours([first, ...looped], [first], 'target').length, 1);
  });
});
