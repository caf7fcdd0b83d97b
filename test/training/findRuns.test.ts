import assert from 'node:assert/strict';
import { mkdir, mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findRuns } from '../../src/training/findRuns.ts';

describe('runs of a workspace', () => {
  it('are found beside every model file, and nowhere else', async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
    const folders = [
      '.cnn-lab/runs/a',
      '.cnn-lab/runs/b/checkpoints',
      '.cnn-lab/cache/flowers',
      'course/week 2/.cnn-lab/runs/c',
      'node_modules/other/.cnn-lab/runs/d',
      'empty/.cnn-lab',
    ];
    for (const folder of folders) await mkdir(path.join(root, folder), { recursive: true });
    await symlink(root, path.join(root, 'course', 'again'));
    const found = (await findRuns(root)).map((folder) => path.relative(root, folder)).toSorted();
    const expected = ['.cnn-lab/runs/a', '.cnn-lab/runs/b', 'course/week 2/.cnn-lab/runs/c'];
    assert.deepEqual(
      found,
      expected.map((folder) => path.normalize(folder)),
    );
  });

  it('are none where there is no folder', async () => {
    assert.deepEqual(await findRuns('/no/such/folder'), []);
  });
});
