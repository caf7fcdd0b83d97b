import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  readSafetensors,
  readSafetensorsHeader,
  readTensor,
  writeSafetensors,
} from '../../src/training/safetensors.ts';

describe('safetensors', () => {
  let folder: string;
  let file: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
    file = path.join(folder, 'weights.safetensors');
  });
  after(() => rm(folder, { recursive: true }));

  /** A file made by hand from the format's description: the header, then 1, 2, 3 and −0.5 as float32. */
  const header = Buffer.from(
    '{"__metadata__":{"epoch":"3"},"a.weight":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},' +
      '"b":{"dtype":"F32","shape":[1,1],"data_offsets":[12,16]}}',
  );
  const handMade = Buffer.concat([
    Buffer.from([header.length, 0, 0, 0, 0, 0, 0, 0]),
    header,
    Buffer.from('0000803f0000004000004040000000bf', 'hex'),
  ]);

  it('reads a file made by hand', async () => {
    await writeFile(file, handMade);
    assert.deepEqual(await readSafetensors(file), {
      metadata: { epoch: '3' },
      tensors: {
        'a.weight': { shape: [3], data: Float32Array.of(1, 2, 3) },
        b: { shape: [1, 1], data: Float32Array.of(-0.5) },
      },
    });
  });

  it('reads one tensor by its name, even where the others are cut off', async () => {
    await writeFile(file, handMade.subarray(0, handMade.length - 4));
    assert.deepEqual(await readTensor(file, 'a.weight'), { shape: [3], data: Float32Array.of(1, 2, 3) });
    await assert.rejects(readTensor(file, 'b'), /ends at byte \d+, 4 bytes early/);
    await assert.rejects(readTensor(file, 'c'), /no tensor 'c', only a\.weight, b/);
  });

  it('writes what it reads, aligned, and leaves nothing beside the file', async () => {
    const content = {
      metadata: { step: '12', name: 'Ñandú' },
      tensors: {
        'conv2d_1.weight': { shape: [2, 1, 2, 2], data: Float32Array.from({ length: 8 }, (_, i) => i / 3) },
        scalar: { shape: [], data: Float32Array.of(Number.NaN) },
        empty: { shape: [0, 4], data: new Float32Array(0) },
      },
    };
    await writeSafetensors(file, content);
    assert.deepEqual(await readSafetensors(file), content);
    const length = Number((await readFile(file)).readBigUInt64LE());
    assert.equal(length % 8, 0);
    assert.deepEqual([...(await readSafetensorsHeader(file)).tensors.get('scalar')!.shape], []);
    assert.deepEqual(await readdir(folder), ['weights.safetensors']);
  });

  it('keeps the old file where writing fails', async () => {
    await writeFile(file, handMade);
    const cyclic = { metadata: {}, tensors: { bad: { shape: [1], data: Float32Array.of(1) } } };
    await assert.rejects(writeSafetensors(path.join(file, 'inside'), cyclic), /Cannot write .*is a file, not a folder/);
    assert.deepEqual(await readFile(file), handMade);
  });

  for (const [what, bytes] of [
    ['an empty file', Buffer.alloc(0)],
    ['a header that is no JSON', Buffer.concat([Buffer.from([3, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{a}')])],
    ['an impossible header length', Buffer.alloc(16, 0xff)],
    ['another type', Buffer.from(handMade.toString('latin1').replace('F32', 'F64'), 'latin1')],
  ] as const) {
    it(`names the file and the fault of ${what}`, async () => {
      await writeFile(file, bytes);
      await assert.rejects(readSafetensors(file), /weights\.safetensors is not a readable safetensors file: /);
    });
  }
});
