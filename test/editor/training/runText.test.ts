import assert from 'node:assert/strict';
import {
  endText,
  type LensTotals,
  lensTexts,
  mistakeText,
  notBegunText,
  progressText,
  timeLeftText,
} from '../../../src/editor/training/runText.ts';
import { advance, noProgress } from '../../../src/jobs/runs/progress.ts';
import type { TrackedRun } from '../../../src/jobs/runs/trackedRun.ts';
import type { TrainingEvent } from '../../../src/training/events.ts';
import { lenetTotals, on } from '../nodes.ts';

const start: TrainingEvent = {
  event: 'start',
  run: '/models/.cnn-lab/runs/x',
  model: 'LeNet-5',
  device: 'cpu',
  deviceLabel: 'CPU, 2 threads',
  threads: 2,
  seed: 1,
  epochs: 12,
  batchSize: 128,
  stepsPerEpoch: 100,
  trainImages: 12_800,
  validationImages: 1000,
  firstEpoch: 1,
};
const step = (n: number, seconds: number): TrainingEvent => ({
  event: 'step',
  step: n,
  epoch: Math.ceil(n / 100),
  loss: 4.21 / n,
  seconds,
});
const epoch = (n: number, validationAccuracy: number): TrainingEvent => ({
  event: 'epoch',
  epoch: n,
  step: 100 * n,
  trainLoss: 0.1,
  trainAccuracy: 0.9,
  validationLoss: 0.1,
  validationAccuracy,
  seconds: 8,
  imagesPerSecond: 1600,
});

function run(
  state: TrackedRun['state'],
  events: readonly TrainingEvent[] = [],
  error: TrackedRun['error'] = null,
): TrackedRun {
  return {
    folder: '/models/.cnn-lab/runs/x',
    name: 'LeNet-5',
    modelFile: '/models/lenet5.cnn.ts',
    state,
    progress: advance(noProgress, [start, ...events]),
    error,
    createdAt: '2026-11-22T10:00:00.000Z',
  };
}

const known: LensTotals = { totals: lenetTotals, earlierTotals: null };
const unknown: LensTotals = { totals: null, earlierTotals: null };
const texts = (of: TrackedRun | null, totals = known) => lensTexts(totals, of).map(({ text }) => text);

describe('what is said of a run', () => {
  it('offers training and the totals over a model without runs', () => {
    assert.deepEqual(texts(null), [
      '$(play) Train model',
      '$(eye) Activation viewer',
      '$(type-hierarchy) Diagram',
      '61,706 parameters · 416,520 multiply-adds',
    ]);
    assert.deepEqual(texts(null, unknown), ['$(play) Train model']);
  });

  it('keeps the totals from before an error, and says so', () => {
    const lenses = lensTexts({ totals: null, earlierTotals: lenetTotals }, null);
    assert.deepEqual(
      lenses.map(({ text }) => text),
      [...texts(null).slice(0, -1), 'was 61,706 parameters · 416,520 multiply-adds'],
    );
    assert.match(lenses.at(-1)!.tooltip, /before the error/);
  });

  it('offers no resuming where the same steps fail again', () => {
    const texts = (code: string) =>
      lensTexts(unknown, run('failed', [], { code, message: '' })).map(({ text }) => text);
    assert.ok(texts('disk-full').includes('$(debug-continue) Resume'));
    assert.ok(!texts('loss-not-finite').includes('$(debug-continue) Resume'));
  });

  it('tells how far the images are read before the first step', () => {
    const reading = (done: number): TrainingEvent => ({ event: 'read', done, total: 25_000 });
    assert.equal(progressText(run('running', [reading(16), reading(1200)])), 'reading images 1,200/25,000');
    assert.equal(progressText(run('running', [reading(25_000), start])), 'starting …');
  });

  it('tells the accuracy of the last run', () => {
    const done = run('done', [step(1200, 90), epoch(12, 0.9891)]);
    assert.deepEqual(texts(done), [
      '$(play) Train model',
      '$(eye) Activation viewer',
      '$(type-hierarchy) Diagram',
      '61,706 parameters · 416,520 multiply-adds',
      'last run 98.9%',
    ]);
    assert.equal(endText(done), 'LeNet-5: 98.9% on the validation images after 12 epochs.');
  });

  it('offers to stop a run that is on and tells how far it is', () => {
    const on = run('running', [step(1, 2), epoch(2, 0.9821), step(201, 22)]);
    assert.deepEqual(texts(on), [
      '$(debug-stop) Stop',
      '$(graph-line) epoch 3/12 · loss 0.0209 · 98.2%',
      '$(eye) Activation viewer',
      '$(type-hierarchy) Diagram',
      '61,706 parameters · 416,520 multiply-adds',
    ]);
    assert.equal(timeLeftText(on), '1 min 40 s left');
  });

  it('says what a job waits for, and offers to take it back', () => {
    assert.deepEqual(texts(run('waiting')).slice(0, 2), [
      '$(close) Cancel',
      '$(graph-line) waiting for another training to finish',
    ]);
    assert.equal(progressText(run('starting')), 'starting …');
    assert.equal(timeLeftText(run('starting')), '');
  });

  it('tells a job taken back from one that ended early, and says nothing of a run that was there', () => {
    assert.equal(notBegunText(run('waiting')), 'The training of LeNet-5 was removed from the queue before it started.');
    assert.equal(notBegunText(run('starting')), 'The training of LeNet-5 ended before it started.');
    for (const state of ['done', 'interrupted', 'failed', 'killed'] as const)
      assert.equal(notBegunText(run(state)), null);
  });

  it('offers to resume what was stopped, killed or failed, and says from where', () => {
    const events = [step(1, 2), epoch(3, 0.98)];
    assert.deepEqual(texts(run('interrupted', events)), [
      '$(play) Train model',
      '$(debug-continue) Resume',
      '$(eye) Activation viewer',
      '$(type-hierarchy) Diagram',
      '61,706 parameters · 416,520 multiply-adds',
      'last run stopped after epoch 3/12: 98.0%',
    ]);
    assert.match(endText(run('killed', events)), /ended from outside.*Resume continues after epoch 3 of 12\./);
    assert.match(endText(run('killed')), /Resume continues from the last saved weights\./);
    assert.match(
      endText(run('failed', events, { code: 'disk-full', message: 'The disk is full.' })),
      /LeNet-5 failed: The disk is full\./,
    );
  });
});

describe('what keeps a model from being trained', () => {
  it('names the file that is wrong, where that is an imported one', () => {
    const mistake = (file: string) => ({ range: on(3, 1, 9, file), message: 'relu is not defined.' });
    const text = (file: string) => mistakeText('/models/net.cnn.ts', mistake(file));
    assert.equal(text('/models/net.cnn.ts'), 'net.cnn.ts cannot be trained yet. Line 3: relu is not defined.');
    assert.equal(
      text('/models/lib/blocks.ts'),
      'net.cnn.ts cannot be trained yet. blocks.ts, line 3: relu is not defined.',
    );
  });
});
