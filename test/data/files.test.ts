import assert from 'node:assert/strict';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { replace } from '../../src/data/files.ts';

describe('replacing a file', () => {
  let folder: string;
  let files: [from: string, to: string];
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-files-'));
    files = [path.join(folder, 'new'), path.join(folder, 'old')];
    await writeFile(files[0], 'new');
    await writeFile(files[1], 'old');
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Refuses so many times, as Windows does while the target is open, then renames. */
  function refusing(times: number, code: string) {
    const tries = { count: 0 };
    const move = async (from: string, to: string) => {
      tries.count++;
      if (tries.count <= times) throw Object.assign(new Error(code), { code });
      await rename(from, to);
    };
    return { move, tries };
  }

  for (const code of ['EPERM', 'EACCES', 'EBUSY']) {
    it(`waits on Windows until ${code} has passed`, async () => {
      const { move, tries } = refusing(3, code);
      await replace(...files, { platform: 'win32', move });
      assert.equal(tries.count, 4);
      assert.equal(await readFile(files[1], 'utf8'), 'new');
    });
  }

  it('gives up after its patience', async () => {
    const { move } = refusing(Number.POSITIVE_INFINITY, 'EPERM');
    await assert.rejects(replace(...files, { platform: 'win32', patience: 30, move }), { code: 'EPERM' });
  });

  it('fails at once elsewhere, and for any other reason', async () => {
    for (const [platform, code] of [
      ['linux', 'EPERM'],
      ['win32', 'ENOSPC'],
    ] as const) {
      const { move, tries } = refusing(1, code);
      await assert.rejects(replace(...files, { platform, move }), { code });
      assert.equal(tries.count, 1);
    }
  });
});
