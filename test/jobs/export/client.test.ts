/** Exports in the process that an editor starts for them. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportInChildProcess } from '../../../src/jobs/export/client.ts';
import type { ExportRequest } from '../../../src/jobs/export/exportSource.ts';
import { tinyModelSource, writeTinyData } from '../../training/tinyData.ts';

const program = path.resolve(import.meta.dirname, '../../../dist/export.cjs');

describe('an export apart', function () {
  this.timeout(120_000);
  let folder: string;
  let request: ExportRequest;
  const watch = (signal = new AbortController().signal) => ({ signal, onProgress: () => undefined });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-export-'));
    await writeTinyData(folder);
    const source = path.join(folder, 'corners.cnn.ts');
    await writeFile(source, tinyModelSource());
    request = { source, root: folder, format: 'pytorch', out: path.join(folder, 'out'), epoch: null, limits: {} };
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('gives what it wrote', async () => {
    const exported = await exportInChildProcess(program, request, watch());
    const names = ['model.safetensors', 'model.py', 'train.py'];
    assert.deepEqual(exported, {
      model: 'corners',
      weights: 'untrained, from seed 3',
      files: names.map((name) => path.join(request.out, name)),
    });
    assert.deepEqual(await readdir(request.out), names.sort());
  });

  it('fails in the words of the exporter', async () => {
    await assert.rejects(
      exportInChildProcess(program, { ...request, out: folder }, watch()),
      /is not empty: it contains .* Choose/,
    );
    await assert.rejects(
      exportInChildProcess(program, { ...request, source: path.join(folder, 'no.cnn.ts') }, watch()),
      /There is no run folder or model file .*no\.cnn\.ts/,
    );
    await assert.rejects(
      exportInChildProcess(`${program}.missing`, request, watch()),
      /ended with code 1: .*MODULE_NOT_FOUND/s,
    );
  });

  it('leaves nothing when it is ended', async () => {
    assert.equal(await exportInChildProcess(program, request, watch(AbortSignal.abort())), null);
    assert.ok(!(await readdir(folder)).includes('out'));
  });
});
