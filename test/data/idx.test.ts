import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { BatchGatherer } from '../../src/data/batches.ts';
import type { Split } from '../../src/data/dataSet.ts';
import { loadIdx } from '../../src/data/idx.ts';
import { readIdx, readSplit } from '../../src/data/idxFile.ts';
import { MemoryImages } from '../../src/data/images.ts';
import { loadMnist } from '../../src/data/mnist.ts';
import { UserError } from '../../src/data/userError.ts';

/** An IDX file made by hand: type, dimensions, values. */
function idxBytes(dimensions: readonly number[], values: readonly number[], type = 8): Buffer {
  const header = [0, 0, type, dimensions.length, ...dimensions.flatMap((n) => [0, 0, n >> 8, n & 255])];
  return Buffer.from([...header, ...values]);
}

function bytesOf({ images }: Split): Uint8Array {
  assert.ok(images instanceof MemoryImages);
  return images.bytes;
}

describe('IDX files', () => {
  let folder: string;
  let images: string;
  let labels: string;
  const pixels = Array.from({ length: 3 * 2 * 2 }, (_, i) => 20 * i);
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
    images = path.join(folder, 'images');
    labels = path.join(folder, 'labels');
  });
  beforeEach(async () => {
    await writeFile(images, idxBytes([3, 2, 2], pixels));
    await writeFile(labels, idxBytes([3], [0, 1, 4]));
  });
  after(() => rm(folder, { recursive: true }));

  it('reads images of one channel and their labels, plain or packed', async () => {
    await writeFile(labels, gzipSync(idxBytes([3], [0, 1, 4])));
    const { split, shape } = await readSplit(images, labels, 5);
    assert.deepEqual(shape, [1, 2, 2]);
    assert.deepEqual([...bytesOf(split)], pixels);
    assert.deepEqual([...split.labels], [0, 1, 4]);
  });

  it('gives labels in an array of their own, which a copy does not share', async () => {
    const { split } = await readSplit(images, labels, 5);
    assert.equal(Object.getPrototypeOf(split.labels), Uint8Array.prototype);
    split.labels.slice()[0] = 7;
    assert.equal(split.labels[0], 0);
  });

  it('reads images of several channels', async () => {
    await writeFile(images, idxBytes([3, 2, 1, 2], pixels));
    assert.deepEqual((await readSplit(images, labels, 5)).shape, [2, 1, 2]);
  });

  const rejects = (promise: Promise<unknown>, code: string, ...parts: readonly (string | number)[]) =>
    assert.rejects(promise, (error) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.code, code);
      for (const part of parts) assert.ok(error.message.includes(String(part)), `${error.message} lacks ${part}`);
      return true;
    });

  it('names a file that is no IDX file, with its first bytes', async () => {
    await writeFile(images, Buffer.from('89504e470d0a1a0a', 'hex'));
    await rejects(readIdx(images), 'idx-magic', images, '89 50 4e 47', '00 00 08');
    await writeFile(images, '');
    await rejects(readIdx(images), 'idx-magic', images, 'nothing');
  });

  it('names the type of values that are not bytes', async () => {
    await writeFile(images, idxBytes([1], [0, 0, 0, 0], 13));
    await rejects(readIdx(images), 'idx-type', images, '32-bit floats', 'byte 2');
  });

  it('gives the numbers of a file cut short, in its values, in its header or packed', async () => {
    await writeFile(images, idxBytes([3, 2, 2], pixels.slice(0, 5)));
    await rejects(readIdx(images), 'idx-truncated', images, '3 × 2 × 2 = 12', 'from byte 16', 'has 5');
    await writeFile(images, idxBytes([3, 2, 2], []).subarray(0, 9));
    await rejects(readIdx(images), 'idx-truncated', images, '16 bytes', 'has 9');
    const packed = gzipSync(idxBytes([3, 2, 2], pixels));
    await writeFile(images, packed.subarray(0, packed.length - 12));
    await rejects(readIdx(images), 'idx-truncated', images, `${packed.length - 12} bytes of gzip`);
  });

  it('refuses more values than promised', async () => {
    await writeFile(images, idxBytes([3, 2, 2], [...pixels, 1]));
    await rejects(readIdx(images), 'idx-too-long', images, 'has 13');
  });

  it('counts images and labels that do not match', async () => {
    await writeFile(labels, idxBytes([2], [0, 1]));
    await rejects(readSplit(images, labels, 5), 'idx-count', images, '3 images', labels, '2 labels');
  });

  it('finds the first label outside the classes, with its byte', async () => {
    await rejects(
      readSplit(images, labels, 4),
      'label-range',
      labels,
      'image 2 (byte 10) is 4',
      '4 classes, 0 … 3',
      '5 outputs',
    );
  });

  it('tells images and labels apart', async () => {
    await rejects(readSplit(labels, images, 5), 'idx-dimensions', labels, 'swapped');
  });

  it('names a missing file', async () => {
    await rejects(readIdx(path.join(folder, 'nowhere')), 'data-missing', path.join(folder, 'nowhere'), 'no such file');
  });

  it("standardises with the training images' own mean and deviation", async () => {
    const files = { images: 'images', labels: 'labels' };
    const options = { train: files, validation: files, classNames: ['zero', 'one'], standardize: true };
    const data = await loadIdx(options, folder, 5);
    assert.deepEqual(data.classNames, ['zero', 'one', '2', '3', '4']);
    const values = [...bytesOf(data.train)].map((pixel) => pixel * data.scale[0]! + data.offset[0]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    assert.ok(Math.abs(mean) < 1e-12 && Math.abs(variance - 1) < 1e-12);
    const plain = await loadIdx({ ...options, standardize: false }, folder, 5);
    assert.deepEqual([plain.scale, plain.offset], [[1 / 255], [-0]]);
  });
});

describe('MNIST', () => {
  it('has 60,000 and 10,000 digits of 28×28, the first a five', async () => {
    const data = await loadMnist({ standardize: true }, 10);
    assert.deepEqual([data.train.count, data.validation.count, ...data.shape], [60_000, 10_000, 1, 28, 28]);
    assert.equal(data.train.labels[0], 5);
    assert.equal(bytesOf(data.train).length, 60_000 * 28 * 28);
    // 255 is (1 − 0.1307) / 0.3081 and 0 is −0.1307 / 0.3081.
    assert.ok(Math.abs(255 * data.scale[0]! + data.offset[0]! - 2.8215) < 1e-4);
    assert.ok(Math.abs(data.offset[0]! + 0.4242) < 1e-4);
  });
});

describe('batches', () => {
  const split = {
    count: 5,
    images: new MemoryImages(
      Uint8Array.from({ length: 10 }, (_, i) => i),
      5,
    ),
    labels: Uint8Array.of(10, 11, 12, 13, 14),
  };

  it('follow the order, the last one smaller', () => {
    const batches = new BatchGatherer(split, 2);
    const order = Uint32Array.of(4, 0, 3, 1, 2);
    assert.equal(batches.count, 3);
    const all = [0, 1, 2].map((index) => {
      const { size, images, labels } = batches.gather(index, { order, epoch: 1 });
      return { size, images: [...images], labels: [...labels] };
    });
    assert.deepEqual(all, [
      { size: 2, images: [8, 9, 0, 1], labels: [14, 10] },
      { size: 2, images: [6, 7, 2, 3], labels: [13, 11] },
      { size: 1, images: [4, 5], labels: [12] },
    ]);
  });

  it('leave a batch alone while the next one is gathered', () => {
    const batches = new BatchGatherer(split, 2);
    const first = batches.gather(0);
    batches.gather(1);
    assert.deepEqual([...first.images], [0, 1, 2, 3]);
  });
});
