import assert from 'node:assert/strict';
import { laneCount, lanesOf } from '../../../../webview/viewer/strip/lanes.ts';

const layers = (...inputs: readonly (readonly number[])[]) => inputs.map((from, node) => ({ node, inputs: from }));

describe('lanes of a model graph', () => {
  it('give a chain one lane', () => {
    const rows = lanesOf(layers([], [0], [1]));
    assert.deepEqual(rows, [
      { lane: 0, from: [], through: [], goesOn: true },
      { lane: 0, from: [0], through: [], goesOn: true },
      { lane: 0, from: [0], through: [], goesOn: false },
    ]);
    assert.equal(laneCount(rows), 1);
  });

  it('let a shortcut pass beside the layers that it goes around', () => {
    // 0 → 1 → 2 → 3 = 0 + 2.
    const rows = lanesOf(layers([], [0], [1], [0, 2]));
    assert.deepEqual(rows, [
      { lane: 0, from: [], through: [], goesOn: true },
      { lane: 1, from: [0], through: [0], goesOn: true },
      { lane: 1, from: [1], through: [0], goesOn: true },
      { lane: 0, from: [0, 1], through: [], goesOn: false },
    ]);
    assert.equal(laneCount(rows), 2);
  });

  it('use a lane again after its branch has ended', () => {
    const rows = lanesOf(layers([], [0], [0], [0], [1, 2, 3], [4], [5, 4]));
    assert.deepEqual(
      rows.map(({ lane }) => lane),
      [0, 1, 2, 0, 0, 1, 0],
    );
    assert.equal(laneCount(rows), 3);
  });

  it('draw what is added to itself once', () => {
    assert.deepEqual(lanesOf(layers([], [0, 0]))[1], { lane: 0, from: [0], through: [], goesOn: false });
  });
});
