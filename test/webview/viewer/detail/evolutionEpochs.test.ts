import assert from 'node:assert/strict';
import { evolutionEpochs } from '../../../../webview/viewer/detail/evolutionEpochs.ts';

describe('epochs of an evolution', () => {
  const kept = Array.from({ length: 13 }, (_, epoch) => epoch);

  it('are those of the published figure and the newest', () => {
    assert.deepEqual(evolutionEpochs(kept, false), [1, 2, 5, 10, 12]);
    assert.deepEqual(evolutionEpochs([0], false), [0]);
    assert.deepEqual(evolutionEpochs([], false), []);
  });

  it('are all on demand', () => {
    assert.deepEqual(evolutionEpochs(kept, true), kept);
  });
});
