import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { conv2d, dense, flatten, model } from '../../src/cnn/index.ts';
import type { DataSpec } from '../../src/model/spec.ts';
import { dataSetName, runAccuracy } from '../../src/training/runAccuracy.ts';
import { writeModel } from '../../src/training/runFolder.ts';
import { specOf } from '../model/build.ts';
import { type GeneratedRun, generateRun } from '../panels/generatedRun.ts';

const spec = specOf(model({ name: 'small', input: [1, 28, 28], layers: [conv2d(4, 3), flatten(), dense(10)] }));
const mnist: DataSpec = { kind: 'mnist', options: { standardize: true } };

const generated: GeneratedRun = {
  name: 'small',
  modelFile: '/models/small.cnn.ts',
  steps: 30,
  stepsPerEpoch: 10,
  epochs: 3,
  status: { state: 'done', error: null },
  kernels: [4, 1, 3, 3],
};

async function runFolder(changes: Partial<GeneratedRun>, data: DataSpec | null): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
  await generateRun(folder, { ...generated, ...changes });
  await writeModel(folder, { ...spec, data });
  return folder;
}

describe('accuracy of a run', () => {
  it('is that of its final weights, with what the model costs', async () => {
    const found = await runAccuracy(await runFolder({}, mnist));
    assert.deepEqual([found?.name, found?.epoch, found?.dataSet], ['small', 3, { key: 'mnist', name: 'MNIST' }]);
    assert.equal(found?.params, 4 * 9 + 4 + 4 * 26 * 26 * 10 + 10);
    assert.equal(found?.macs, 4 * 26 * 26 * 9 + 4 * 26 * 26 * 10);
    assert.ok(found.top1 > 0 && found.top1 <= 1);
  });

  it('is that of the last epoch where the run was stopped', async () => {
    const found = await runAccuracy(
      await runFolder({ steps: 25, status: { state: 'interrupted', error: null } }, mnist),
    );
    assert.equal(found?.epoch, 2);
  });

  it('is not there before the first epoch has ended, nor without data', async () => {
    const early = await runFolder({ steps: 5, status: { state: 'interrupted', error: null } }, mnist);
    assert.equal(await runAccuracy(early), null);
    assert.equal(await runAccuracy(await runFolder({}, null)), null);
  });

  it('cannot be told of a folder that is no run', async () => {
    await assert.rejects(runAccuracy('/no/such/run'), /is not a run folder/);
  });

  it('is compared by the folder of the data, wherever it is named from', () => {
    const images = (place: string): DataSpec => ({ kind: 'imageFolder', options: { path: place, size: [64, 64] } });
    assert.deepEqual(dataSetName(images('../data/flowers'), '/models/a'), {
      key: path.resolve('/models/data/flowers'),
      name: 'flowers',
    });
    assert.equal(dataSetName(images('flowers'), '/models/data').key, path.resolve('/models/data/flowers'));
    const files = { images: 'digits/train-images', labels: 'digits/train-labels' };
    assert.equal(dataSetName({ kind: 'idx', options: { train: files } }, '/work').name, 'digits');
  });
});
