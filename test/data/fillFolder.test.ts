import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fillFolder } from '../../src/data/fillFolder.ts';

describe('an output folder', () => {
  let parent: string;
  let out: string;
  beforeEach(async () => {
    parent = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
    out = path.join(parent, 'out');
  });
  afterEach(() => rm(parent, { recursive: true }));

  const fill = (names: readonly string[], failure: Error | null = null) =>
    fillFolder(out, 'Give another.', async (tell) => {
      for (const name of names) {
        const file = path.join(out, name);
        tell(file);
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, name);
      }
      if (failure) throw failure;
      return names.length;
    });

  it('is filled', async () => {
    assert.equal(await fill(['a', 'maps/b']), 2);
    assert.deepEqual((await readdir(out, { recursive: true })).sort(), ['a', 'maps', path.join('maps', 'b')]);
  });

  it('is as it was before where filling it fails', async () => {
    await assert.rejects(fill(['a', 'maps/b'], new Error('no more')), /no more/);
    assert.deepEqual(await readdir(parent), []);
    await mkdir(out);
    await assert.rejects(fill([], new Error('nothing')), /nothing/);
    await assert.rejects(fill(['a', 'maps/b'], new Error('no more')), /no more/);
    assert.deepEqual(await readdir(out), []);
  });

  it('keeps what somebody else puts there meanwhile', async () => {
    const filled = fillFolder(out, '', async () => {
      await writeFile(path.join(out, 'mine'), '');
      throw new Error('no more');
    });
    await assert.rejects(filled, /no more/);
    assert.deepEqual(await readdir(out), ['mine']);
  });

  it('is refused where it holds something', async () => {
    await mkdir(out);
    await writeFile(path.join(out, 'mine'), '');
    await assert.rejects(fill(['a']), { code: 'out-not-empty', message: /contains mine\. Give another\.$/ });
    assert.deepEqual(await readdir(out), ['mine']);
  });
});
