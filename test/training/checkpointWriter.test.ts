import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { CheckpointWriter } from '../../src/training/checkpointWriter.ts';
import type { StepEvent, TrainingEvent } from '../../src/training/events.ts';
import { runLayout } from '../../src/training/layout.ts';
import { MetricsWriter } from '../../src/training/metrics.ts';
import { beginning, readState } from '../../src/training/progress.ts';
import { listCheckpoints } from '../../src/training/runReader.ts';
import { tinyModel } from './tinyModel.ts';

const step = (n: number): StepEvent => ({ event: 'step', step: n, epoch: 1, loss: 1 / n, seconds: n / 80 });

describe('the writer of checkpoints', () => {
  const model = tinyModel();
  const { progress, tensors: weights } = beginning(model);
  const optimizerState = { 'momentum/dense_1.bias': { shape: [16], data: new Float32Array(16).fill(0.5) } };
  let folder: string;
  let metrics: MetricsWriter;
  let told: TrainingEvent[];
  let given: number;
  let writer: CheckpointWriter;
  const learned = () => ({
    weights,
    optimizerState,
    giveBack: () => {
      given += 1;
    },
  });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
    await mkdir(path.join(folder, 'checkpoints'));
    metrics = await MetricsWriter.open(path.join(folder, runLayout.metrics), 0, () => undefined);
    [told, given] = [[], 0];
    writer = new CheckpointWriter({ folder, metrics, onEvent: (event) => told.push(event) });
  });
  afterEach(async () => {
    await metrics.close();
    await rm(folder, { recursive: true });
  });

  it('tells of weights when they are there, and of later steps after them; its state counts on these metrics', async () => {
    writer.tell(step(6));
    writer.save(learned(), { ...progress, step: 6 }, 1);
    writer.tell(step(7));
    assert.deepEqual([told, given], [[step(6)], 0]);
    await writer.settled();
    const checkpoint = { event: 'checkpoint', epoch: 1, step: 6, file: runLayout.checkpoint(1) };
    assert.deepEqual([told, given], [[step(6), checkpoint, step(7)], 1]);
    writer.tell(step(8));
    assert.deepEqual(told.at(-1), step(8));
    const { progress: kept, tensors } = await readState(folder, model);
    assert.deepEqual(tensors, { ...weights, ...optimizerState });
    await metrics.sync();
    const before = (await readFile(path.join(folder, runLayout.metrics))).subarray(0, kept.metricsBytes).toString();
    assert.equal(before, [step(6), checkpoint].map((event) => `${JSON.stringify(event)}\n`).join(''));
  });

  it('keeps of a run that has done no step its weights alone', async () => {
    writer.save(learned(), progress, 0);
    await writer.settled();
    assert.deepEqual(await listCheckpoints(folder), [0]);
    await assert.rejects(readFile(path.join(folder, runLayout.state)), { code: 'ENOENT' });
    assert.deepEqual(await readState(folder, model), beginning(model));
  });

  it('says at the next step that it could not write, and changes nothing', async () => {
    writer.save(learned(), { ...progress, step: 6 }, 1);
    await writer.settled();
    const state = await readFile(path.join(folder, runLayout.state));
    await rm(path.join(folder, 'checkpoints'), { recursive: true });
    await writeFile(path.join(folder, 'checkpoints'), 'no folder');
    writer.save(learned(), { ...progress, step: 12 }, 2);
    writer.tell(step(13));
    while (given < 2) await turn();
    await assert.rejects(writer.settled(), { code: 'not-writable' });
    assert.throws(() => writer.tell(step(14)), { code: 'not-writable' });
    // What was done meanwhile is told.
    assert.deepEqual(told.at(-1), step(13));
    assert.ok((await readFile(path.join(folder, runLayout.state))).equals(state));
  });
});
