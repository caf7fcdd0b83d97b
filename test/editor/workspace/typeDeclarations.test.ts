import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { refreshTypes, typesIn, writeTypes } from '../../../src/editor/workspace/typeDeclarations.ts';
import { temporaryFolder } from '../../sandbox/sandbox.ts';

describe('declarations of a folder that is set up', () => {
  let ours: string;
  let folder: string;
  const write = (name: string, text: string) => writeFile(path.join(typesIn(folder), name), text);
  const read = (name: string) => readFile(path.join(typesIn(folder), name), 'utf8');

  beforeEach(async () => {
    ours = await temporaryFolder();
    folder = await temporaryFolder();
    await writeFile(path.join(ours, 'index.d.ts'), "export * from './layer.ts';\n");
    await writeFile(path.join(ours, 'layer.d.ts'), 'export declare const layer: 1;\n');
  });

  it('are left alone where they are those of the extension', async () => {
    await writeTypes(ours, folder);
    const before = await stat(path.join(typesIn(folder), 'layer.d.ts'));
    assert.equal(await refreshTypes(ours, folder), false);
    assert.equal((await stat(path.join(typesIn(folder), 'layer.d.ts'))).mtimeMs, before.mtimeMs);
  });

  it('are those of the extension again after it was updated, and nothing else', async () => {
    await writeTypes(ours, folder);
    await write('layer.d.ts', 'export declare const layer: 0;\n');
    await write('gone.d.ts', '');
    await write('notes.md', 'mine');
    assert.equal(await refreshTypes(ours, folder), true);
    assert.equal(await read('layer.d.ts'), 'export declare const layer: 1;\n');
    assert.deepEqual((await readdir(typesIn(folder))).sort(), ['index.d.ts', 'layer.d.ts', 'notes.md']);
    assert.equal(await refreshTypes(ours, folder), false);
  });

  it('are not put where nobody set a folder up', async () => {
    assert.equal(await refreshTypes(ours, folder), false);
    await mkdir(typesIn(folder), { recursive: true });
    assert.equal(await refreshTypes(ours, folder), false);
    assert.deepEqual(await readdir(typesIn(folder)), []);
  });
});
