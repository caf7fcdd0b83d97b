/** Exported scripts that read images in folders, beside our own reading: the same images, the same held out. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensurePyTorch } from '../../scripts/pytorch.ts';
import * as cnn from '../../src/cnn/index.ts';
import type { Split } from '../../src/data/dataSet.ts';
import { splitFolder } from '../../src/data/imageFolder/split.ts';
import { openData } from '../../src/data/load.ts';
import { unwatched } from '../../src/data/source.ts';
import { exportModel } from '../../src/export/exportModel.ts';
import { subjectOfModel } from '../../src/export/subject.ts';
import { png } from '../data/imageFolder/png.ts';
import pillow from '../data/pillowCases.json' with { type: 'json' };
import { specOf } from '../model/build.ts';
import { skip } from '../support/skip.ts';

/** Every image that the script reads: `[held out, path, label, shape, bytes]`. */
const dumping = `
import json, train
parts = train.load_data(train.Path(train.DATA))
print(json.dumps([
    [held_out, str(file), label, list(train.read_image(file).shape), train.read_image(file).flatten().tolist()]
    for held_out, part in enumerate(parts) for file, label in part.files
]))
`;

type Dumped = [heldOut: number, file: string, label: number, shape: number[], bytes: number[]];

describe('an exported script for images in folders', function () {
  this.timeout(120_000);
  let folder: string;
  let python: string;
  before(function () {
    const found = ensurePyTorch();
    if ('missing' in found) skip(this, `no script for images in folders was run. ${found.missing}`);
    python = found.python;
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-export-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function put(file: string, content: Buffer | string): Promise<void> {
    const target = path.join(folder, 'images', file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  }

  /** Noise by its number. */
  const noise = (width: number, height: number, number: number): Buffer =>
    png(
      width,
      height,
      Uint8Array.from({ length: 3 * width * height }, (_, i) => (i * i * 31 + i * (number + 7) * 17) % 256),
    );

  const modelOf = (size: readonly [number, number], channels: 1 | 3, options: Partial<cnn.ImageFolderOptions> = {}) =>
    specOf(
      cnn.model({
        name: 'folders',
        input: [channels, ...size],
        layers: [cnn.conv2d(8, 3, { padding: 1 }), cnn.relu(), cnn.maxPool2d(2), cnn.flatten(), cnn.dense(2)],
        data: cnn.imageFolder('images', { size, channels, ...options }),
        training: {
          epochs: 1,
          batchSize: 8,
          loss: cnn.crossEntropy(),
          optimizer: cnn.adam({ learningRate: 0.01 }),
          seed: 5,
        },
      }),
    );

  async function exported(model: ReturnType<typeof modelOf>): Promise<string> {
    const out = path.join(folder, 'out');
    await exportModel(subjectOfModel(model, path.join(folder, 'folders.cnn.ts')), 'pytorch', out);
    return out;
  }

  function run(out: string, ...args: readonly string[]): string {
    const { stdout, stderr, status } = spawnSync(python, ['-B', '-W', 'ignore', ...args], {
      ...{ cwd: out, encoding: 'utf8', maxBuffer: 2 ** 28 },
    });
    assert.equal(status, 0, stderr);
    return stdout;
  }

  async function assertSame(
    model: ReturnType<typeof modelOf>,
    validation: number | string | null,
    size: readonly [number, number],
    channels: 1 | 3,
  ): Promise<string> {
    const out = await exported(model);
    const dumped: Dumped[] = JSON.parse(run(out, '-c', dumping));
    const found = new Map(dumped.map((each) => [each[1], each]));
    const data = await (await openData(model, folder)).read(unwatched);
    const split = await splitFolder(path.join(folder, 'images'), validation, 5);
    assert.equal(found.size, split.train.length + split.validation.length);
    for (const [heldOut, part] of (['train', 'validation'] as const).entries()) {
      const { images, labels }: Split = data[part];
      const image = new Uint8Array(images.bytesEach);
      for (const [index, { file }] of split[part].entries()) {
        images.read(index, image);
        const [heldOutThere, , label, shape, bytes] = found.get(file) ?? assert.fail(`${file} was not read`);
        assert.deepEqual([heldOutThere, label, shape], [heldOut, labels[index], [channels, ...size]], file);
        const worst = bytes.reduce((most, value, i) => Math.max(most, Math.abs(value - image[i]!)), 0);
        // Of transparent images Pillow rounds otherwise.
        assert.ok(worst <= (file.includes('transparent') ? 1 : 0), `${file} differs by ${worst}`);
      }
    }
    return out;
  }

  it('holds out the same share of each class, and reads every format as we do', async () => {
    // Of CMYK there are several ways to red, green and blue.
    const files = pillow.files.filter(({ name }) => !name.includes('CMYK'));
    for (const [index, { name, file }] of files.entries()) {
      const suffix = name.split(',')[0]!;
      await put(`${index % 2 ? 'odd' : 'even'}/${name}.${suffix}`, Buffer.from(file, 'base64'));
    }
    for (let i = 0; i < 6; i++) await put(`odd/within/猫 ${i}.png`, noise(23 + i, 40 - 5 * i, i));
    await put('even/.hidden.png', 'no image');
    await put('even/__MACOSX/x.png', 'no image');
    await put('even/notes.txt', 'no image');
    await put('.ipynb_checkpoints/x.png', 'no image');
    const out = await assertSame(modelOf([6, 5], 3, { validation: 0.3 }), 0.3, [6, 5], 3);
    assert.deepEqual((await readdir(out)).sort(), ['model.py', 'model.safetensors', 'train.py', 'validation.json']);
  });

  it('takes the folders that we take', async () => {
    for (let i = 0; i < 4; i++) {
      await put(`train/b/${i}.png`, noise(9, 12, i));
      await put(`train/a/${i}.png`, noise(12, 9, i));
      await put(`val/b/${i}.png`, noise(20, 6, i));
    }
    const out = await assertSame(modelOf([4, 4], 1), null, [4, 4], 1);
    assert.ok(!(await readdir(out)).includes('validation.json'));
    await rm(out, { recursive: true });
    // Beside the classes, and named by the model.
    for (let i = 0; i < 4; i++) {
      await put(`a/${i}.png`, noise(9, 12, i));
      await put(`held out/a/${i}.png`, noise(9, 9, i));
    }
    for (const name of ['train', 'val']) await rm(path.join(folder, 'images', name), { recursive: true });
    await put('b/0.png', noise(5, 5, 0));
    await assertSame(modelOf([4, 4], 3, { validation: 'held out' }), 'held out', [4, 4], 3);
  });

  it('trains by itself, with images changed at random', async () => {
    for (let i = 0; i < 40; i++) {
      await put(`dark/${i}.png`, png(9, 8, new Uint8Array(216).fill(2 * i)));
      await put(`light/${i}.png`, png(9, 8, new Uint8Array(216).fill(255 - 2 * i)));
    }
    const out = await exported(
      modelOf([8, 8], 3, { augment: [cnn.randomCrop({ padding: 1 }), cnn.randomHorizontalFlip()] }),
    );
    const told = run(out, 'train.py', '--pretrained', '--epochs', '5');
    const found = [...told.matchAll(/validation: loss [\d.]+, accuracy ([\d.]+)%/g)];
    assert.equal(found.length, 5, told);
    assert.ok(Number(found.at(-1)?.[1]) > 90, told);
    assert.match(
      await readFile(path.join(out, 'train.py'), 'utf8'),
      /from model import CLASSES, Folders, load, standardise/,
    );
  });
});
