/** What a look at the data's files finds, and that it does so without visiting all of them. */
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { countImages } from '../../src/data/imageFolder/listing.ts';
import { openData } from '../../src/data/load.ts';
import { lookAtData } from '../../src/data/look.ts';
import { UserError } from '../../src/data/userError.ts';
import type { DataSpec, ModelSpec } from '../../src/model/spec.ts';
import { processorTime } from '../support/processorTime.ts';

const { mkdir, mkdtemp, rm, symlink, truncate, writeFile } = fs;

let folder: string;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
});
after(() => rm(folder, { recursive: true }));

const inFolder = (name: string): string => path.join(folder, name);

async function put(name: string, content: Buffer | string = ''): Promise<void> {
  await mkdir(path.dirname(inFolder(name)), { recursive: true });
  await writeFile(inFolder(name), content);
}

/** What training says of data for a model of so many outputs: its error, or the number of images. */
async function trainingSays(data: DataSpec, shape: readonly number[], outputs: number) {
  const model: ModelSpec = {
    version: 1,
    name: 'test',
    nodes: [
      { id: 0, layer: null, inputs: [], shape },
      { id: 1, layer: 0, inputs: [0], shape: [outputs] },
    ],
    outputs: [1],
    layers: [],
    data,
    training: null,
  };
  return openData(model, folder).then(
    ({ trainImages, validationImages }) => ({ message: null, images: { trainImages, validationImages } }),
    (error) => ({ message: error instanceof UserError ? error.message : assert.fail(String(error)), images: null }),
  );
}

describe('a look at a folder of images', () => {
  const data = (root: string, validation: number | string | null = null): DataSpec => ({
    kind: 'imageFolder',
    options: { path: root, size: [4, 4], validation, channels: 3, standardize: true, augment: [] },
  });

  /** The look, which has to agree with training on what stops it. */
  async function look(root: string, validation: number | string | null = null) {
    const found = await lookAtData(data(root, validation), folder);
    assert.ok(found);
    const outputs = found.classes ?? 2;
    const said = { message: found.trouble?.message ?? null, images: found.images };
    assert.deepEqual(said, await trainingSays(data(root, validation), [3, 4, 4], outputs));
    return { classes: found.classes, code: found.trouble?.code ?? null, option: found.trouble?.option ?? null };
  }
  const fine = { code: null, option: null };

  it('counts its classes, wherever they lie', async () => {
    for (const name of ['cat', 'dog', 'owl']) for (const i of [0, 1]) await put(`animals/${name}/in/${i}.png`);
    await put('animals/note.txt');
    await put('animals/.cache/x.png');
    assert.deepEqual(await look('animals'), { classes: 3, ...fine });
    assert.deepEqual(await look(inFolder('animals'), 0.5), { classes: 3, ...fine });
    await put('animals/held/owl/0.png');
    assert.deepEqual(await look('animals', 'held'), { classes: 3, ...fine });
    for (const name of ['train/a', 'train/b', 'val/a']) await put(`standard/${name}/0.png`);
    assert.deepEqual(await look('standard'), { classes: 2, ...fine });
    await symlink(inFolder('animals'), inFolder('linked'), 'dir');
    assert.deepEqual(await look('linked', 'held'), { classes: 3, ...fine });
  });

  it('says as training does what is missing, with the option to blame', async () => {
    const missing = { classes: null, code: 'data-missing', option: ['path'] };
    const unusable = (classes: number | null, option = 'path') => ({
      classes,
      code: 'data-unusable',
      option: [option],
    });
    assert.deepEqual(await look('nowhere'), missing);
    assert.deepEqual(await look('nowhere', 'held'), missing);
    await put('wrong/file');
    assert.deepEqual(await look('wrong/file'), unusable(null));
    assert.deepEqual(await look('wrong'), unusable(null));
    await put('wrong/a/0.png');
    assert.deepEqual(await look('wrong'), unusable(1), 'one class');
    await mkdir(inFolder('wrong/b'));
    assert.deepEqual(await look('wrong'), unusable(2), 'a class without images');
    await put('wrong/b/0.png');
    assert.deepEqual(await look('wrong'), unusable(2), 'nothing to hold out');
    assert.deepEqual(await look('wrong', 'held'), { classes: 2, code: 'data-missing', option: ['validation'] });
    await put('wrong/held/c/0.png');
    assert.deepEqual(await look('wrong', 'held'), unusable(2, 'validation'), 'an unknown class');
    await put('standard/train/a/0.png');
    await put('standard/val/a/0.png');
    assert.deepEqual(await look('standard', 0.2), unusable(null, 'validation'), 'a share and a folder');
    for (const name of ['train/a/0.png', 'train/b/0.png', 'val/a/note.txt']) await put(`bare/${name}`);
    assert.deepEqual(await look('bare'), unusable(2), 'no image to validate on');
  });

  it('reads as many folders as there are classes, and looks up no image', async () => {
    const [classes, images] = [1000, 20];
    for (let c = 0; c < classes; c++) {
      await mkdir(inFolder(`large/${c}`), { recursive: true });
      await Promise.all(Array.from({ length: images }, (_, i) => writeFile(inFolder(`large/${c}/${i}.png`), '')));
    }
    const calls = new Map<string, number>();
    const real = { opendir: fs.opendir, readdir: fs.readdir, stat: fs.stat, open: fs.open, readFile: fs.readFile };
    const countCallsOf = (name: keyof typeof real) => {
      const call = real[name];
      const counting = (...args: unknown[]) => {
        calls.set(name, (calls.get(name) ?? 0) + 1);
        return Reflect.apply(call, fs, args);
      };
      Object.assign(fs, { [name]: counting });
    };
    for (const name of ['opendir', 'readdir', 'stat', 'open', 'readFile'] as const) countCallsOf(name);
    syncBuiltinESMExports();
    try {
      const milliseconds = await processorTime(async () =>
        assert.deepEqual((await lookAtData(data('large'), folder))?.images, {
          trainImages: 0.8 * classes * images,
          validationImages: 0.2 * classes * images,
        }),
      );
      // Its own folder is listed twice: for `train` and `val` among the classes, and for the classes.
      assert.deepEqual(Object.fromEntries(calls), { readdir: 2, opendir: classes });
      assert.ok(milliseconds < 5000, `${milliseconds} ms`);
    } finally {
      Object.assign(fs, real);
      syncBuiltinESMExports();
    }
  });
});

describe('the images of a class', () => {
  it('are counted as far as asked, and not through a whole disk', async () => {
    for (const name of ['a/b/0.png', 'a/1.txt', 'a/c/2.png', 'a/c/d/3.png']) await put(`class/${name}`);
    const count = (most: number, entries: number) => countImages(inFolder('class'), most, { entries });
    assert.deepEqual([await count(2, 100), await count(9, 100)], [2, 3]);
    assert.equal(await count(9, 3), 9);
    await symlink(inFolder('class'), inFolder('class/a/round'), 'dir');
    assert.equal(await count(9, 100), 3);
  });
});

describe('a look at IDX files', () => {
  const idxBytes = (dimensions: readonly number[], values: Buffer): Buffer => {
    const header = Buffer.alloc(4 + 4 * dimensions.length);
    header.set([0, 0, 8, dimensions.length]);
    for (const [i, n] of dimensions.entries()) header.writeUInt32BE(n, 4 + 4 * i);
    return Buffer.concat([header, values]);
  };
  const labels = Buffer.from([0, 1, 4]);
  const data: DataSpec = {
    kind: 'idx',
    options: {
      train: { images: 'idx/images', labels: 'idx/labels' },
      validation: { images: 'idx/test-images', labels: 'idx/test-labels' },
      classNames: [],
      standardize: true,
      augment: [],
    },
  };
  beforeEach(async () => {
    for (const split of ['', 'test-']) {
      await put(`idx/${split}images`, idxBytes([3, 2, 5], Buffer.alloc(30)));
      await put(`idx/${split}labels`, idxBytes([3], labels));
    }
  });

  async function look() {
    const found = await lookAtData(data, folder);
    assert.ok(found);
    const said = await trainingSays(data, found.shape ?? [1, 2, 5], found.classes ?? 256);
    assert.deepEqual({ message: found.trouble?.message ?? null, images: found.images }, said);
    return { classes: found.classes, shape: found.shape, code: found.trouble?.code, option: found.trouble?.option };
  }

  it('finds the largest label of both splits, and the size of the images, packed or not', async () => {
    await put('idx/test-labels', idxBytes([3], Buffer.from([0, 6, 2])));
    const found = { classes: 7, shape: [1, 2, 5], code: undefined, option: undefined };
    assert.deepEqual(await look(), found);
    await put('idx/images', gzipSync(idxBytes([3, 2, 5], Buffer.alloc(30))));
    await put('idx/labels', gzipSync(idxBytes([3], labels)));
    assert.deepEqual(await look(), found);
  });

  it('says as training does what is wrong, with the option to blame', async () => {
    await rm(inFolder('idx/test-labels'));
    const places = { classes: 5, shape: [1, 2, 5] };
    assert.deepEqual(await look(), { ...places, code: 'data-missing', option: ['validation', 'labels'] });
    await put('idx/test-labels', idxBytes([2], Buffer.alloc(2)));
    assert.deepEqual(await look(), { ...places, code: 'data-unusable', option: ['validation', 'labels'] });
    await put('idx/test-images', idxBytes([3, 5, 2], Buffer.alloc(30)));
    await put('idx/test-labels', idxBytes([3], labels));
    assert.deepEqual(await look(), { ...places, code: 'data-unusable', option: ['validation', 'images'] });
    await put('idx/images', idxBytes([3, 2, 5], Buffer.alloc(29)));
    const atImages = { classes: null, shape: null, code: 'data-unusable', option: ['train', 'images'] };
    assert.deepEqual(await look(), atImages);
    await put('idx/images', 'GIF89a');
    assert.deepEqual(await look(), atImages);
    await put('idx/images', gzipSync(idxBytes([3, 2, 5], Buffer.alloc(30))).subarray(0, 20));
    assert.deepEqual(await look(), atImages);
  });

  it('reads no images, not even where labels should be', async () => {
    // A gigabyte of nothing takes no room on the disk, and 1 GB of memory to read.
    const count = 2 ** 20;
    for (const name of ['images', 'labels']) {
      await put(`idx/${name}`, idxBytes([count, 32, 32], Buffer.alloc(0)));
      await truncate(inFolder(`idx/${name}`), 16 + count * 1024);
    }
    const before = process.memoryUsage().arrayBuffers;
    const found = await lookAtData(data, folder);
    assert.deepEqual(
      [found?.shape, found?.trouble?.option],
      [
        [1, 32, 32],
        ['train', 'labels'],
      ],
    );
    assert.match(found?.trouble?.message ?? '', /labels has 3 dimensions .* Are images and labels swapped\?/);
    assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 20);
  });
});

describe('a look at data that comes with the product', () => {
  it('finds nothing to look for', async () => {
    assert.equal(await lookAtData({ kind: 'mnist', options: {} }, tmpdir()), null);
  });
});
