import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Split } from '../../../src/data/dataSet.ts';
import { openImageFolder } from '../../../src/data/imageFolder/imageFolder.ts';
import { UserError } from '../../../src/data/userError.ts';
import type { ImageFolderOptions } from '../../../src/model/data.ts';
import { plainPng, png } from './png.ts';

const never = new AbortController().signal;

/** Every image is of one colour, by which it is known again. */
function coloursOf({ count, images }: Split): number[] {
  const image = new Uint8Array(images.bytesEach);
  return Array.from({ length: count }, (_, index) => {
    images.read(index, image);
    assert.ok(image.every((value) => value === image[0]));
    return image[0]!;
  });
}

describe('a folder of images', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const put = async (file: string, content: Buffer | string): Promise<void> => {
    const target = path.join(folder, 'images', file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  };

  /** `count` images of colours from `first` on. */
  const putClass = async (name: string, count: number, first: number): Promise<void> => {
    for (let i = 0; i < count; i++) await put(`${name}/${String(i).padStart(3, '0')}.png`, plainPng(5, 4, first + i));
  };

  interface Opening {
    readonly classes?: number;
    readonly seed?: number;
    readonly memory?: number;
  }

  const open = (change: Partial<ImageFolderOptions> = {}, { classes = 3, seed = 1, memory }: Opening = {}) =>
    openImageFolder(
      { path: 'images', size: [4, 4], validation: null, channels: 3, standardize: true, ...change },
      folder,
      classes,
      seed,
      memory,
    );

  async function read(change: Partial<ImageFolderOptions> = {}, opening: Opening = {}) {
    const progress: number[][] = [];
    const source = await open(change, opening);
    const data = await source.read({ signal: never, onProgress: (...numbers) => progress.push(numbers) });
    return { source, data, progress, train: coloursOf(data.train), held: coloursOf(data.validation) };
  }

  async function rejects(reading: Promise<unknown>, code: string, ...parts: string[]): Promise<void> {
    await assert.rejects(reading, (error) => {
      assert.ok(error instanceof UserError, String(error));
      assert.equal(error.code, code, error.message);
      for (const part of parts) assert.ok(error.message.includes(part), `${error.message}\nlacks ${part}`);
      return true;
    });
  }

  it('holds out the same share of each class, and nothing twice', async () => {
    await putClass('b', 20, 100);
    await putClass('a', 10, 10);
    await putClass('c', 3, 200);
    const { source, data, train, held } = await read({ validation: 0.3 });
    assert.deepEqual(source.classNames, ['a', 'b', 'c']);
    assert.deepEqual([source.trainImages, source.validationImages], [23, 10]);
    assert.deepEqual([data.train.count, data.validation.count, ...data.shape], [23, 10, 3, 4, 4]);
    const label = (colour: number) => (colour < 100 ? 0 : colour < 200 ? 1 : 2);
    assert.deepEqual(train.map(label), [...data.train.labels]);
    assert.deepEqual(held.map(label), [...data.validation.labels]);
    assert.deepEqual(
      [0, 1, 2].map((c) => held.filter((colour) => label(colour) === c).length),
      [3, 6, 1],
    );
    assert.equal(new Set([...train, ...held]).size, 33);
  });

  it('splits by the seed alone', async () => {
    await putClass('a', 20, 10);
    await putClass('b', 20, 100);
    const first = await read({ validation: 0.5 });
    assert.deepEqual((await read({ validation: 0.5 })).held, first.held);
    assert.notDeepEqual((await read({ validation: 0.5 }, { seed: 2 })).held, first.held);
  });

  it("has ImageNet's layout where train holds folders beside val", async () => {
    await putClass('train/a', 2, 10);
    await putClass('train/b', 2, 20);
    await putClass('val/a', 1, 30);
    await putClass('test/b', 1, 40);
    assert.deepEqual((await read()).held, [30]);
    assert.match((await open()).notes.join(), /no images of b/);
    assert.deepEqual((await read({ validation: 'test' })).held, [40]);
    await rejects(open({ validation: 0.2 }), 'data-layout', 'train and val', 'Remove validation');
    await rejects(open({ validation: 'dev' }), 'data-missing', path.join('images', 'dev'), 'no such folder');
  });

  it('may have classes called train and test', async () => {
    await putClass('train', 5, 10);
    await putClass('test', 5, 20);
    await putClass('bus', 5, 30);
    const { source, held } = await read();
    assert.deepEqual(source.classNames, ['bus', 'test', 'train']);
    assert.equal(held.length, 3);
  });

  it('may keep its held-out images beside the classes, or elsewhere', async () => {
    await putClass('a', 2, 10);
    await putClass('b', 2, 20);
    await putClass('held/b', 1, 30);
    const beside = await read({ validation: 'held' });
    assert.deepEqual(
      [beside.source.classNames.slice(0, 2), beside.train, beside.held],
      [['a', 'b'], [10, 11, 20, 21], [30]],
    );
    await rm(path.join(folder, 'images/held'), { recursive: true });
    await putClass('../other/a', 1, 50);
    assert.deepEqual((await read({ validation: '../other' })).held, [50]);
    assert.deepEqual((await read({ validation: path.join(folder, 'other') })).held, [50]);
  });

  it('refuses held-out classes that are not learned', async () => {
    await putClass('train/a', 1, 10);
    await putClass('train/b', 1, 20);
    await putClass('val/z', 1, 30);
    await rejects(open(), 'class-unknown', path.join('val', 'z'), 'a, b');
  });

  it('takes images in folders within a class, of any letters, behind links, in capitals', async () => {
    await putClass('猫/中', 1, 10);
    await put('猫/Übung.PNG', plainPng(3, 3, 11));
    await put('b/one.JPEG.png', plainPng(3, 3, 12));
    await put('../elsewhere/two.png', plainPng(3, 3, 13));
    await symlink(path.join(folder, 'elsewhere'), path.join(folder, 'images/b/linked'), 'dir');
    await symlink(path.join(folder, 'images/b'), path.join(folder, 'images/b/again'), 'dir');
    const { train, held, source } = await read({ validation: 0.5 });
    assert.deepEqual(source.classNames.slice(0, 2), ['b', '猫']);
    assert.deepEqual([...train, ...held].sort(), [10, 11, 12, 13]);
  });

  it('passes over what is no image, and says so', async () => {
    await putClass('a', 2, 10);
    await putClass('b', 2, 20);
    await put('README.md', '');
    await put('b/labels.csv', '');
    await put('b/.DS_Store', '');
    await put('b/._000.png', 'resource fork');
    await put('.ipynb_checkpoints/x.png', '');
    const { source } = await read();
    assert.deepEqual(source.classNames.slice(0, 2), ['a', 'b']);
    assert.equal(source.notes.length, 2);
    assert.match(
      source.notes[0]!,
      /files skipped because they are not images of a class, 2 in total: .*README\.md.*labels\.csv/,
    );
    assert.match(source.notes[1]!, /1 of the model's 3 outputs have no class/);
  });

  it('is read once, and then from the cache until a file changes', async () => {
    await putClass('a', 20, 10);
    await putClass('b', 20, 100);
    const first = await read();
    assert.deepEqual(first.progress.at(-1), [40, 40]);
    const again = await read();
    assert.deepEqual([again.progress, again.train], [[], first.train]);
    const cache = path.join(folder, '.cnn-lab/cache');
    assert.equal((await readdir(cache)).length, 1);
    // Another seed splits the same images.
    assert.deepEqual((await read({}, { seed: 9 })).progress, []);
    const changed = path.join(folder, 'images/a/000.png');
    await writeFile(changed, plainPng(5, 4, 99));
    await utimes(changed, 1e9, 1e9);
    const later = await read();
    assert.deepEqual(later.progress.at(-1), [40, 40]);
    assert.ok([...later.train, ...later.held].includes(99));
    assert.equal((await readdir(cache)).length, 1, 'the stale cache stays');
    await read({ channels: 1 });
    assert.equal((await readdir(cache)).length, 2, 'of another shape');
  });

  it('gives the same from a file as from memory', async () => {
    await putClass('a', 20, 10);
    await putClass('b', 20, 100);
    const [inMemory, onDisk] = [await read(), await read({}, { memory: 1000 })];
    assert.deepEqual([onDisk.train, onDisk.held], [inMemory.train, inMemory.held]);
    assert.deepEqual([onDisk.data.scale, onDisk.data.offset], [inMemory.data.scale, inMemory.data.offset]);
  });

  it('leaves nothing behind where reading is stopped', async () => {
    await putClass('a', 40, 10);
    await putClass('b', 40, 100);
    const stop = new AbortController();
    const reading = (await open()).read({ signal: stop.signal, onProgress: () => stop.abort() });
    await assert.rejects(reading, { name: 'AbortError' });
    assert.deepEqual(await readdir(path.join(folder, '.cnn-lab/cache')), []);
    assert.equal((await read()).train.length, 64);
  });

  it('keeps the middle, as standardised numbers around 0', async () => {
    const wide = png(3, 1, [255, 0, 0, 0, 255, 0, 0, 0, 255]);
    for (const file of ['a/0.png', 'a/1.png', 'b/0.png', 'b/1.png']) await put(file, wide);
    const source = await open({ size: [1, 1], validation: 0.5 });
    const data = await source.read({ signal: never, onProgress: () => undefined });
    const image = new Uint8Array(3);
    data.train.images.read(0, image);
    assert.deepEqual([...image], [0, 255, 0]);
    // Without contrast the deviation counts as 1.
    assert.deepEqual(
      [...image].map((value, c) => value * data.scale[c]! + data.offset[c]!),
      [0, 0, 0],
    );
  });

  it('has to be there, with two classes and images in each', async () => {
    await rejects(open(), 'data-missing', path.join(folder, 'images'), 'no such folder', "model file's folder");
    await put('note.txt', '');
    await rejects(open(), 'folder-empty', 'is empty', 'one for each class');
    await put('a.png', plainPng(2, 2, 0));
    await rejects(open(), 'folder-empty', '1 image but no folders');
    await rejects(open({ path: 'images/note.txt' }), 'data-missing', 'a file, not a folder');
    await putClass('a', 2, 0);
    await rejects(open(), 'one-class', 'only one class, a');
    await mkdir(path.join(folder, 'images/b'));
    await rejects(open(), 'class-empty', 'no images of b');
    await putClass('b', 1, 0);
    await rejects(open(), 'class-small', path.join('images', 'b'), 'one image');
  });

  it('has no more classes than the model has outputs', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await putClass(name, 2, 0);
    await rejects(open(), 'too-few-classes', '4 classes (a, b, c …)', '3 outputs', 'dense(4)');
  });

  it('refuses images of other formats rather than learn without them', async () => {
    await putClass('a', 2, 0);
    await putClass('b', 2, 0);
    await put('b/x.tiff', '');
    await put('b/y.heic', '');
    await rejects(open(), 'image-format', '2 images', 'x.tiff', 'Convert them to PNG');
  });

  it('names links that lead nowhere', async () => {
    await putClass('a', 2, 0);
    await symlink('nowhere.png', path.join(folder, 'images/a/gone.png'));
    await rejects(open(), 'data-missing', 'gone.png', 'leads nowhere');
  });

  it('names the images that cannot be read, the first few and how many', async () => {
    await putClass('a', 20, 0);
    await putClass('b', 20, 0);
    for (let i = 0; i < 7; i++) await put(`b/00${i}.png`, plainPng(9, 9, 1).subarray(0, 45));
    await put('a/000.png', '');
    await rejects(
      read(),
      'image-unreadable',
      '8 of 40 images',
      `${path.join('a', '000.png')}: it is empty (0 bytes)`,
      `${path.join('b', '000.png')}: it is damaged or truncated (45 bytes)`,
      'and 3 more',
    );
    assert.deepEqual(await readdir(path.join(folder, '.cnn-lab/cache')), []);
  });
});
