import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { watchFolder } from '../../src/jobs/folderWatch.ts';

describe('watch of a folder', () => {
  it('tells which file has changed', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'cnn-watch-'));
    const changed = new Promise<string | null>((resolve) => {
      const watcher = watchFolder(folder, (file) => {
        watcher.close();
        resolve(file);
      });
    });
    await writeFile(path.join(folder, 'status.json'), '{}');
    assert.equal(await changed, 'status.json');
    await rm(folder, { recursive: true });
  });

  it('tells nothing where the system watches nothing, which is no failure', () => {
    const watcher = watchFolder(path.join(tmpdir(), 'no such folder'), () => assert.fail());
    watcher.close();
  });
});
