import assert from 'node:assert/strict';
import { learningRate } from '../../src/training/schedule.ts';

describe('learning rates', () => {
  it('stay constant', () => {
    assert.equal(learningRate({ kind: 'constant', learningRate: 0.1 }, 77, 100), 0.1);
  });

  it('fall along half a cosine', () => {
    const cosine = { kind: 'cosine', learningRate: 0.2, finalLearningRate: 0.1 } as const;
    const close = (step: number, expected: number) =>
      assert.ok(Math.abs(learningRate(cosine, step, 100) - expected) < 1e-12);
    close(1, 0.2);
    close(26, 0.15 + 0.05 * Math.SQRT1_2);
    close(51, 0.15);
    assert.ok(learningRate(cosine, 100, 100) < 0.1001);
  });
});
