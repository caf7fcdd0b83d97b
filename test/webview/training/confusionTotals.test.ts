import assert from 'node:assert/strict';
import { confusionTotals, worstPairs } from '../../../webview/training/confusionTotals.ts';

// true cat: 5 right, 2 taken for dog; true dog: 7 right; true fox: 3 taken for cat, 1 for dog, none right
const confusion = [
  [5, 2, 0],
  [0, 7, 0],
  [3, 1, 0],
];

describe('confusionTotals', () => {
  it('adds up rows, columns and diagonal', () => {
    assert.deepEqual(confusionTotals(confusion), {
      images: 18,
      correct: 12,
      byTruth: [7, 7, 4],
      byPrediction: [8, 10, 0],
      mostWrong: 3,
    });
  });

  it('finds no error where there is none', () => {
    assert.equal(confusionTotals([[4]]).mostWrong, 0);
  });
});

describe('worstPairs', () => {
  it('lists the commonest errors first', () => {
    assert.deepEqual(worstPairs(confusion, 2), [
      { truth: 2, predicted: 0, count: 3 },
      { truth: 0, predicted: 1, count: 2 },
    ]);
  });
});
