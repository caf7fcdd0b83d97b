/** The files of two runs mixed up, as by copying: everything that reads weights says so. */
import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { conv2d, dense, flatten, model } from '../../src/cnn/index.ts';
import type { ModelSpec } from '../../src/model/spec.ts';
import { latestWeights, readWeights } from '../../src/training/checkpoints.ts';
import { firstWeights } from '../../src/training/initialise.ts';
import { runLayout } from '../../src/training/layout.ts';
import { beginning, writeState } from '../../src/training/progress.ts';
import { writeSafetensors } from '../../src/training/safetensors.ts';
import { specOf } from '../model/build.ts';

const small = specOf(model({ name: 'small', input: [1, 6, 6], layers: [conv2d(2, 3), flatten(), dense(3)] }));
const other = specOf(model({ name: 'other', input: [1, 6, 6], layers: [flatten(), dense(3)] }));

describe('weights of another model', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** A run with the weights of epoch 0; its state holds its own, or goes with those. */
  async function makeRun(name: string, spec: ModelSpec, statesOwn: boolean): Promise<string> {
    const run = path.join(folder, name);
    await mkdir(path.join(run, path.dirname(runLayout.checkpoint(0))), { recursive: true });
    const tensors = firstWeights(spec, 1);
    await writeSafetensors(path.join(run, runLayout.checkpoint(0)), { tensors, metadata: {} });
    const { progress } = beginning(spec);
    await writeState(run, { progress, tensors: statesOwn ? tensors : {} }, statesOwn ? null : 0);
    return run;
  }

  const mixedUp = (file: string) => ({
    code: 'other-weights',
    message:
      `${file} contains the weights of another model than small: conv2d_1.weight of [2, 1, 3, 3] is missing; ` +
      'conv2d_1.bias of [2] is missing; dense_1.weight of [3, 32] is of [3, 36]. Restore the file of this run.',
  });

  it('are refused where an epoch is read, and where a state goes with them', async () => {
    const run = await makeRun('one', small, false);
    assert.deepEqual(Object.keys(await readWeights(run, 0, small)), Object.keys(await latestWeights(run, small)));
    const file = runLayout.checkpoint(0);
    await copyFile(path.join(await makeRun('two', other, false), file), path.join(run, file));
    await assert.rejects(readWeights(run, 0, small), mixedUp(path.join(run, file)));
    await assert.rejects(latestWeights(run, small), mixedUp(path.join(run, file)));
  });

  it('are refused in a state that holds its own', async () => {
    const run = await makeRun('three', small, true);
    assert.ok(await latestWeights(run, small));
    const file = path.join(run, runLayout.state);
    await copyFile(path.join(await makeRun('four', other, true), runLayout.state), file);
    await assert.rejects(latestWeights(run, small), mixedUp(file));
  });
});
