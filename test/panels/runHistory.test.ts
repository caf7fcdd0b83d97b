import assert from 'node:assert/strict';
import { RunHistory } from '../../src/panels/runHistory.ts';
import { StepSeries } from '../../src/panels/stepSeries.ts';
import type { EpochEvent, StepEvent, TrainingEvent } from '../../src/training/events.ts';
import { parseMetrics } from '../../src/training/runReader.ts';

const stepsPerEpoch = 10;

function step(number: number, loss = 1 / number): StepEvent {
  return { event: 'step', step: number, epoch: Math.ceil(number / stepsPerEpoch), loss, seconds: number / 10 };
}

function epoch(number: number, trainLoss = 1 / number): EpochEvent {
  const shares = { trainAccuracy: 0.9, validationAccuracy: 0.8, validationLoss: 0.5 };
  const pace = { seconds: 1, imagesPerSecond: 100 };
  return { event: 'epoch', epoch: number, step: number * stepsPerEpoch, trainLoss, ...shares, ...pace };
}

function steps(from: number, to: number): TrainingEvent[] {
  return Array.from({ length: to - from + 1 }, (_, i) => step(from + i));
}

/** A view: applies what it is told, nothing else. */
class View {
  readonly series = new StepSeries();
  epochs: readonly EpochEvent[] = [];

  hear(history: RunHistory): void {
    const update = history.take();
    this.series.apply(update.steps);
    this.epochs = [...this.epochs.slice(0, update.epochs.from), ...update.epochs.items];
  }
}

describe('RunHistory', () => {
  it('tells a view what it lacks, once', () => {
    const history = new RunHistory();
    const view = new View();
    history.apply([...steps(1, 10), epoch(1), ...steps(11, 13)]);
    view.hear(history);
    history.apply(steps(14, 15));
    const { steps: chunk, epochs } = history.take();
    assert.deepEqual([chunk.from, ...chunk.steps], [13, 14, 15]);
    assert.deepEqual(epochs, { from: 1, items: [] });
    view.series.apply(chunk);
    assert.equal(view.series.length, 15);
  });

  it('replaces what a resumed run tells again', () => {
    const history = new RunHistory();
    const view = new View();
    history.apply([...steps(1, 10), epoch(1), ...steps(11, 20), epoch(2), ...steps(21, 25)]);
    view.hear(history);
    // Cut back to the checkpoint of epoch 1, and on from there.
    history.apply([step(11, 0.5), step(12, 0.4)]);
    view.hear(history);
    assert.deepEqual([...view.series.steps], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    assert.equal(view.series.losses[10], 0.5);
    history.apply([epoch(2, 0.25)]);
    view.hear(history);
    assert.deepEqual(
      view.epochs.map(({ trainLoss }) => trainLoss),
      [1, 0.25],
    );
  });

  it('forgets everything when the record was replaced', () => {
    const history = new RunHistory();
    const view = new View();
    history.apply([...steps(1, 30), epoch(1)]);
    view.hear(history);
    history.clear();
    history.apply(steps(1, 2));
    view.hear(history);
    assert.equal(view.series.length, 2);
    assert.equal(view.epochs.length, 0);
  });

  it('tells everything to a view that begins anew', () => {
    const history = new RunHistory();
    history.apply([...steps(1, 30), epoch(1)]);
    history.take();
    history.rewind();
    const view = new View();
    view.hear(history);
    assert.equal(view.series.length, 30);
    assert.equal(view.epochs.length, 1);
  });

  it('keeps a loss that was not finite, which JSON writes as null, as a gap', () => {
    const history = new RunHistory();
    history.apply(parseMetrics(`${JSON.stringify(step(1, Number.NaN))}\n`));
    assert.ok(Number.isNaN(history.take().steps.losses[0]));
  });
});
