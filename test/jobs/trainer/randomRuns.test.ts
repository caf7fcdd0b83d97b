/** A small part of what `npm run bench -- parity` does with 40 of them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkRandomRuns } from './randomRuns.ts';

describe('runs of random models', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
  });
  after(() => rm(folder, { recursive: true }));

  for (const seed of [1, 2, 3]) {
    it(`are the same twice and resumed, and evaluated as logged: seed ${seed}`, function () {
      this.timeout(600_000);
      return checkRandomRuns(seed, path.join(folder, String(seed)));
    });
  }
});
