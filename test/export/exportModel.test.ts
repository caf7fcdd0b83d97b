/** Exports as files: what is written, what is refused, and what stays when something fails. */
import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { conv2d, flatten, model } from '../../src/cnn/index.ts';
import { exportFormats, exportModel } from '../../src/export/exportModel.ts';
import { type ExportSubject, subjectOfModel, subjectOfRun } from '../../src/export/subject.ts';
import { modelBuffers, modelParameters } from '../../src/model/parameters.ts';
import { initialise } from '../../src/training/initialise.ts';
import { runLayout } from '../../src/training/layout.ts';
import { beginning, writeState } from '../../src/training/progress.ts';
import { writeManifest, writeModel, writeStatus } from '../../src/training/runFolder.ts';
import { readSafetensors, type Tensor, writeSafetensors } from '../../src/training/safetensors.ts';
import { specOf } from '../model/build.ts';
import { manifest } from '../training/manifest.ts';
import { writeTinyData } from '../training/tinyData.ts';
import { tinyModel } from '../training/tinyModel.ts';

describe('an export', () => {
  const tiny = tinyModel();
  const tensorsOf = (seed: number) => initialise([...modelParameters(tiny), ...modelBuffers(tiny)], seed);
  let folder: string;
  let out: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-export-'));
    out = path.join(folder, 'out');
    await writeTinyData(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const untrained = () => subjectOfModel(tiny, path.join(folder, 'corners.cnn.ts'));

  /** A run of the tiny model with weights of two epochs, and others as its latest. */
  async function makeRun(change: (tensors: Record<string, Tensor>) => Record<string, Tensor> = (same) => same) {
    const run = path.join(folder, 'run');
    await mkdir(path.join(run, 'checkpoints'), { recursive: true });
    await writeManifest(run, { ...manifest, modelFile: path.join(folder, 'gone', 'corners.cnn.ts') });
    await writeModel(run, tiny);
    await writeStatus(run, { state: 'done', pid: 1, socket: null, error: null });
    for (const epoch of [0, 2]) {
      const file = path.join(run, runLayout.checkpoint(epoch));
      await writeSafetensors(file, { tensors: change(tensorsOf(epoch)), metadata: {} });
    }
    const moments = { 'firstMoment/dense_1.bias': { shape: [16], data: new Float32Array(16) } };
    await writeState(run, { progress: beginning(tiny).progress, tensors: { ...change(tensorsOf(5)), ...moments } });
    return run;
  }

  it('of a model file has the first weights of its seed, the same in every format', async () => {
    for (const format of exportFormats) await exportModel(untrained(), format, path.join(out, format));
    const files = await Promise.all(exportFormats.map((format) => readdir(path.join(out, format))));
    assert.deepEqual(files, [['model.onnx'], ['model.py', 'model.safetensors', 'train.py'], ['model.safetensors']]);
    const { tensors, metadata } = await readSafetensors(path.join(out, 'safetensors', 'model.safetensors'));
    assert.deepEqual(tensors, tensorsOf(tiny.training.seed));
    assert.deepEqual(metadata, { format: 'pt', model: 'corners', weights: 'untrained, from seed 3' });
    const beside = await readSafetensors(path.join(out, 'pytorch', 'model.safetensors'));
    assert.deepEqual(beside.tensors, tensors);
    const onnx = await readFile(path.join(out, 'onnx', 'model.onnx'));
    for (const [name, { data }] of Object.entries(tensors)) {
      assert.ok(onnx.includes(name), name);
      assert.ok(onnx.includes(Buffer.from(data.buffer, data.byteOffset, data.byteLength)), `numbers of ${name}`);
    }
  });

  it('of a run has the latest weights, or those of an epoch, and needs no data for them', async () => {
    const run = await makeRun();
    const weightsOf = async (epoch: number | null) => {
      const [file = ''] = await exportModel(await subjectOfRun(run, epoch), 'safetensors', path.join(out, `${epoch}`));
      return (await readSafetensors(file)).tensors;
    };
    assert.deepEqual(await weightsOf(null), tensorsOf(5));
    assert.deepEqual(await weightsOf(2), tensorsOf(2));
  });

  it('of an epoch that was not kept says which were', async () => {
    const run = await makeRun();
    await assert.rejects(subjectOfRun(run, 1), { code: 'no-such-epoch', message: /epoch 1; it has those of 0, 2\./ });
  });

  it('overwrites nothing: a folder that holds something is refused', async () => {
    await mkdir(out);
    await writeFile(path.join(out, 'model.py'), 'mine');
    for (const format of exportFormats) {
      await assert.rejects(exportModel(untrained(), format, out), {
        code: 'out-not-empty',
        message: /out is not empty: it contains model\.py\. Choose a new or empty folder/,
      });
    }
    assert.deepEqual(await readdir(out), ['model.py']);
    assert.equal(await readFile(path.join(out, 'model.py'), 'utf8'), 'mine');
  });

  it('goes into a folder that is there and empty', async () => {
    await mkdir(out);
    await exportModel(untrained(), 'safetensors', out);
    assert.deepEqual(await readdir(out), ['model.safetensors']);
  });

  it('leaves nothing behind where it fails', async () => {
    const broken: ExportSubject = { ...untrained(), facts: () => Promise.reject(new Error('no facts')) };
    await assert.rejects(exportModel(broken, 'pytorch', out), /no facts/);
    await assert.rejects(readdir(out), { code: 'ENOENT' });
    const half: ExportSubject = { ...untrained(), folder: path.join(folder, 'corners') };
    await mkdir(out);
    const unknown = { ...half, model: { ...tiny, data: { kind: 'dreams', options: {} } } };
    await assert.rejects(exportModel(unknown, 'pytorch', out), { code: 'unknown-data' });
    assert.deepEqual(await readdir(out), []);
  });

  it('into a place that cannot be written names the place', async () => {
    // The superuser writes anywhere, and on Windows a folder's mode says nothing.
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    await assert.rejects(exportModel(untrained(), 'onnx', path.join(file, 'out')), {
      code: 'not-writable',
      message: /file.*is a file, not a folder/,
    });
    if (process.platform === 'win32' || process.getuid?.() === 0) return;
    await mkdir(out);
    await chmod(out, 0o500);
    await assert.rejects(exportModel(untrained(), 'onnx', out), { code: 'not-writable' });
  });

  it('of weights of another model names them with their shapes', async () => {
    const run = await makeRun(({ 'conv2d_1.bias': _, ...rest }) => ({
      ...rest,
      'dense_2.weight': { shape: [4, 8], data: new Float32Array(32) },
      'dense_9.bias': { shape: [3], data: new Float32Array(3) },
    }));
    await assert.rejects(subjectOfRun(run, null), {
      code: 'other-weights',
      message:
        `${path.join(run, runLayout.state)} contains the weights of another model than corners: conv2d_1.bias of [4] is ` +
        'missing; dense_2.weight of [4, 16] is of [4, 8]; the model has no dense_9.bias of [3]. ' +
        'Restore the file of this run.',
    });
  });

  it('without data or training has no training script', async () => {
    const bare = specOf(model({ name: 'bare', input: [1, 4, 4], layers: [conv2d(2, 3), flatten()] }));
    await exportModel(subjectOfModel(bare, path.join(folder, 'bare.cnn.ts')), 'pytorch', out);
    assert.deepEqual(await readdir(out), ['model.py', 'model.safetensors']);
    assert.doesNotMatch(await readFile(path.join(out, 'model.py'), 'utf8'), /CLASSES|standardise/);
  });

  it('of a model file whose data is missing says which file', async () => {
    const elsewhere = subjectOfModel(tiny, path.join(folder, 'nowhere', 'corners.cnn.ts'));
    await assert.rejects(exportModel(elsewhere, 'onnx', out), {
      code: 'data-missing',
      message: /nowhere.*train-(images|labels)/,
    });
    await exportModel(elsewhere, 'safetensors', out);
  });
});
