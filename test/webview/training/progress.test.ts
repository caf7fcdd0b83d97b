import assert from 'node:assert/strict';
import { StepSeries } from '../../../src/panels/stepSeries.ts';
import type { RunFacts } from '../../../src/panels/trainingProtocol.ts';
import { progressOf } from '../../../webview/training/progress.ts';

const facts: RunFacts = {
  folder: '/runs/1',
  name: 'LeNet-5',
  state: 'running',
  message: null,
  device: 'CPU, 2 threads',
  deviceReason: null,
  deviceWarning: null,
  epochs: 12,
  batchSize: 128,
  stepsPerEpoch: 469,
  trainImages: 60_000,
  validationImages: 10_000,
  resumable: false,
  reading: null,
  kernelLayers: [],
  checkpoints: [],
};

/** A run that takes `step` seconds a step and `validation` after each epoch. */
function run(steps: number, step: number, validation: number): StepSeries {
  const series = new StepSeries();
  let now = 0;
  for (let i = 1; i <= steps; i++) {
    now += step;
    series.push(i, 1, now);
    now += i % facts.stepsPerEpoch === 0 ? validation : 0;
  }
  return series;
}

describe('progressOf', () => {
  it('knows nothing before the second step', () => {
    assert.deepEqual(progressOf(facts, run(0, 0.01, 0)), {
      step: 0,
      totalSteps: 12 * 469,
      elapsed: 0,
      left: null,
      imagesPerSecond: null,
    });
    assert.equal(progressOf(facts, run(1, 0.01, 0)).left, null);
  });

  it('counts steps only into the throughput, validation too into the time left', () => {
    for (const steps of [300, 469 * 3 + 5, 469 * 3 + 400]) {
      const { imagesPerSecond, left, elapsed } = progressOf(facts, run(steps, 0.0128, 1.5));
      assert.ok(Math.abs(imagesPerSecond! - 10_000) < 20, `${imagesPerSecond} images/s`);
      const epoch = 469 * 0.0128 + 1.5;
      const ended = Math.floor((steps - 1) / 469);
      assert.ok(Math.abs(elapsed - (steps * 0.0128 + ended * 1.5)) < 1e-3);
      const truth = 12 * epoch - elapsed;
      // In the first epoch the validation to come is not known yet.
      const unknown = ended === 0 ? 12 * 1.5 : epoch;
      assert.ok(Math.abs(left! - truth) <= unknown + 0.1, `${left} s for ${truth} s`);
    }
  });

  it('has nothing left at the end', () => {
    assert.equal(progressOf(facts, run(12 * 469, 0.01, 1)).left, 0);
  });
});
