/** Exports of a run whose data is gone: what was known of it is in the run folder. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ExportFormat } from '../../src/export/exportModel.ts';
import { exportSource } from '../../src/jobs/exporting.ts';
import { runTrainingJob } from '../../src/jobs/trainingJob.ts';
import { runLayout } from '../../src/training/layout.ts';
import { writeTinyData } from '../training/tinyData.ts';
import { tinyModel } from '../training/tinyModel.ts';

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

  it('needs no data, and is the same as with it', async () => {
    const modelFile = path.join(folder, 'corners.cnn.ts');
    await writeFile(modelFile, '// The model is given to the job as data.\n');
    const { run } = await runTrainingJob(
      {
        ...{ kind: 'new', modelFile, run: path.join(folder, 'run'), device: 'cpu', threads: 1 },
        ...{ epochs: null, seed: null, maxSteps: 2 },
      },
      async () => ({ model: tinyModel(), files: [modelFile] }),
      new AbortController().signal,
    );
    const [kept, aside] = [path.join(run, runLayout.data), path.join(folder, 'aside')];
    // As a run of an older version, which reads the data.
    await rename(kept, aside);
    const fromData = await Promise.all(formats.map((format) => exported(run, format, `${format}-from-data`)));
    for (const file of await readdir(folder)) {
      if (/-(images|labels)$/.test(file)) await rm(path.join(folder, file));
    }
    await assert.rejects(exported(run, 'onnx', 'neither'), { code: 'data-missing', message: /train-images/ });
    await rename(aside, kept);
    const fromRun = await Promise.all(formats.map((format) => exported(run, format, `${format}-from-run`)));
    assert.deepEqual(fromRun, fromData);
  });
});
