import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TrackedState } from '../../src/jobs/runs/trackedRun.ts';
import { RunFactsReader } from '../../src/panels/runFacts.ts';
import type { ReadEvent } from '../../src/training/events.ts';
import { readRun } from '../../src/training/runReader.ts';
import { generateRun } from './generatedRun.ts';

describe('facts of a run folder', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-facts-'));
    await generateRun(folder, {
      name: 'net',
      modelFile: '/w/net.cnn.ts',
      steps: 12,
      stepsPerEpoch: 10,
      epochs: 3,
      // Of a process that is not there: by its folder alone, the run was killed.
      status: { state: 'running', error: null },
      kernels: [2, 1, 3, 3],
    });
  });
  after(() => rm(folder, { recursive: true }));

  const facts = async (tracked: TrackedState, length = 12, reading: ReadEvent | null = null) =>
    new RunFactsReader(folder).read(await readRun(folder), tracked, { start: null, reading, length });

  it('hold what the folder says', async () => {
    const { name, epochs, stepsPerEpoch, checkpoints, kernelLayers } = await facts({ state: 'killed', error: null });
    assert.deepEqual([name, epochs, stepsPerEpoch, checkpoints], ['net', 3, 10, [0, 1]]);
    assert.deepEqual(kernelLayers, [{ name: 'conv2d_1', shape: [2, 1, 3, 3] }]);
  });

  it('name the failure that the trainer told and could not write', async () => {
    const error = { code: 'told', message: 'Cannot write metrics.jsonl: the disk is full.' };
    const { state, message, resumable } = await facts({ state: 'failed', error });
    assert.deepEqual([state, message, resumable], ['failed', error.message, true]);
    const killed = await facts({ state: 'killed', error: null });
    assert.deepEqual([killed.state, killed.message, killed.resumable], ['killed', null, true]);
  });

  it('offer no resuming while the run waits or runs, and call it starting until something is measured', async () => {
    for (const state of ['waiting', 'starting', 'running'] as const) {
      assert.deepEqual((({ state, resumable }) => [state, resumable])(await facts({ state, error: null })), [
        state,
        false,
      ]);
    }
    assert.equal((await facts({ state: 'running', error: null }, 0)).state, 'starting');
  });

  it('say how far the images are read while the run goes on', async () => {
    const reading = { event: 'read', done: 5, total: 20 } as const;
    assert.deepEqual((await facts({ state: 'running', error: null }, 0, reading)).reading, { done: 5, total: 20 });
    assert.equal((await facts({ state: 'killed', error: null }, 0, reading)).reading, null);
  });
});
