/** Learning rates against PyTorch's schedulers. */
import assert from 'node:assert/strict';
import { learningRate, namedRate } from '../../src/training/schedule.ts';
import { pytorchTraining, recordedTraining, written } from './pytorchTraining.ts';

const { run, schedules } = pytorchTraining;

const scheduleOf = (learningRate: unknown) =>
  recordedTraining({ optimizer: { builder: 'sgd', args: [{ learningRate }] } }).optimizer.learningRate;

describe('learning rates', () => {
  for (const { schedule, byEpoch, rates } of schedules) {
    it(`${written(schedule)} is PyTorch's, taking a step after each ${byEpoch ? 'epoch' : 'batch'}`, () => {
      for (const [index, rate] of rates.entries()) {
        const found = learningRate(scheduleOf(schedule), index + 1, run);
        assert.ok(Math.abs(found - rate) <= 1e-12, `step ${index + 1}: ${found}, not ${rate}`);
      }
    });
  }

  it('never end a step of no length', () => {
    const quick = scheduleOf({ builder: 'stepDecay', args: [1, { epochs: 0.001, gamma: 0.5 }] });
    assert.equal(learningRate(quick, 3, run), 0.25);
  });

  it('are named by what the schedule begins with', () => {
    const cosine = { builder: 'cosine', args: [0.2] };
    assert.equal(namedRate(scheduleOf({ builder: 'warmup', args: [cosine, { steps: 3 }] })), 0.2);
    assert.equal(namedRate(scheduleOf(0.1)), 0.1);
  });
});
