import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { libraryPlaces, missingGpuLibraries } from '../../../src/engine/tfjs/gpuLibraries.ts';
import { skip } from '../../support/skip.ts';

describe('libraries for an NVIDIA GPU', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
    for (const name of ['libcudnn.so.8', 'cudnn64_8.dll']) await writeFile(path.join(folder, name), '');
  });
  after(() => rm(folder, { recursive: true }));

  it('are found in the folders and the cache of the loader, by their exact names', () => {
    const cache = [
      '3 libs found in cache',
      '\tlibcuda.so.1 (libc6,x86-64) => /usr/lib/libcuda.so.1',
      '\tlibcudart.so.12 (libc6,x86-64) => /usr/lib/libcudart.so.12',
      '\tlibcublas.so.11 (libc6,x86-64) => /usr/lib/libcublas.so.11',
    ].join('\n');
    assert.deepEqual(missingGpuLibraries({ platform: 'linux', folders: [folder], cache }), ['libcudart.so.11.0']);
    assert.deepEqual(missingGpuLibraries({ platform: 'win32', folders: [folder], cache: '' }), [
      'nvcuda.dll',
      'cudart64_110.dll',
      'cublas64_11.dll',
    ]);
  });

  it('are looked for where this machine has its libraries', async function () {
    if (process.platform !== 'linux') skip(this, 'only Linux keeps a list of its libraries.');
    const { cache } = await libraryPlaces();
    assert.match(cache, /libc\.so\.6 /);
  });
});
