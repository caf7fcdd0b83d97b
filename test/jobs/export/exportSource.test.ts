/** Exports of a run whose data is gone: what was known of it is in the run folder. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ExportFormat } from '../../../src/export/exportModel.ts';
import { exportSource } from '../../../src/jobs/export/exportSource.ts';
import { runTrainingJob } from '../../../src/jobs/trainer/trainingJob.ts';
import type { ModelSpec, TrainingSpec } from '../../../src/model/spec.ts';
import { runLayout } from '../../../src/training/layout.ts';
import { plainPng } from '../../data/imageFolder/png.ts';
import { writeTinyData } from '../../training/tinyData.ts';
import { tinyModel } from '../../training/tinyModel.ts';

describe('an export of a run', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-export-'));
    await writeTinyData(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const formats = ['onnx', 'pytorch'] as const;

  async function exported(run: string, format: ExportFormat, name: string): Promise<Record<string, string>> {
    const out = path.join(folder, name);
    await exportSource({ source: run, root: folder, format, out, epoch: null, limits: {} });
    const names = await readdir(out);
    const bytes = names.map(async (file) => [file, await readFile(path.join(out, file), 'hex')] as const);
    return Object.fromEntries(await Promise.all(bytes));
  }

  const inFolders = { kind: 'imageFolder', options: { path: 'images', size: [8, 8], channels: 1, validation: 0.25 } };
  for (const [what, model, missing] of [
    ['files of many images', tinyModel(), /train-images/],
    ['images in folders', { ...tinyModel(), data: inFolders }, /images: there is no such folder/],
  ] as const) {
    it(`needs no data, and is the same as with it: ${what}`, () => assertKept(model, missing));
  }

  async function assertKept(model: ModelSpec & { readonly training: TrainingSpec }, missing: RegExp): Promise<void> {
    for (const name of ['one', 'two', 'three', 'four']) {
      await mkdir(path.join(folder, 'images', name), { recursive: true });
      for (let i = 0; i < 8; i++)
        await writeFile(path.join(folder, 'images', name, `${i}.png`), plainPng(9, 8, 20 * i));
    }
    const modelFile = path.join(folder, 'corners.cnn.ts');
    await writeFile(modelFile, '// The model is given to the job as data.\n');
    const { run } = await runTrainingJob(
      {
        ...{ kind: 'new', modelFile, run: path.join(folder, 'run'), device: 'cpu', threads: 1 },
        ...{ epochs: null, seed: null, maxSteps: 2 },
      },
      async () => ({ model, files: [modelFile] }),
      new AbortController().signal,
    );
    const [kept, aside] = [path.join(run, runLayout.data), path.join(folder, 'aside')];
    // As a run of an older version, which reads the data.
    await rename(kept, aside);
    const fromData = await Promise.all(formats.map((format) => exported(run, format, `${format}-from-data`)));
    for (const file of await readdir(folder)) {
      if (/images$|labels$/.test(file)) await rm(path.join(folder, file), { recursive: true });
    }
    await assert.rejects(exported(run, 'onnx', 'neither'), { code: 'data-missing', message: missing });
    await rename(aside, kept);
    const fromRun = await Promise.all(formats.map((format) => exported(run, format, `${format}-from-run`)));
    assert.deepEqual(fromRun, fromData);
  }
});
