import assert from 'node:assert/strict';
import { advance, fractionDone, noProgress, secondsLeft } from '../../../src/jobs/runs/progress.ts';
import type { StartEvent, StepEvent } from '../../../src/training/events.ts';

const start: StartEvent = {
  event: 'start',
  run: '/models/.cnn-lab/runs/x',
  model: 'LeNet-5',
  device: 'cpu',
  deviceLabel: 'CPU, 2 threads',
  threads: 2,
  seed: 1,
  epochs: 10,
  batchSize: 128,
  stepsPerEpoch: 100,
  trainImages: 12_800,
  validationImages: 1000,
  firstEpoch: 1,
};
const step = (n: number, seconds: number): StepEvent => ({
  event: 'step',
  step: n,
  epoch: Math.ceil(n / 100),
  loss: 1 / n,
  seconds,
});

describe('progress of a run', () => {
  it('tells nothing before the first step', () => {
    assert.equal(fractionDone(noProgress), 0);
    assert.equal(secondsLeft(advance(noProgress, [start])), null);
    assert.equal(secondsLeft(advance(noProgress, [start, step(1, 3)])), null);
  });

  it('reckons the time left by the speed so far, not by the time it took to start', () => {
    const progress = advance(noProgress, [start, step(1, 3), step(101, 13)]);
    // 100 steps in 10 s; 899 of the 1000 steps are left.
    assert.equal(secondsLeft(progress), 89.9);
    assert.equal(fractionDone(progress), 0.101);
  });

  it('reckons anew after a resume', () => {
    const before = advance(noProgress, [start, step(1, 0), step(500, 500)]);
    const resumed = advance(before, [{ ...start, firstEpoch: 6 }, step(501, 501), step(601, 551)]);
    assert.equal(secondsLeft(resumed), 199.5);
  });
});
