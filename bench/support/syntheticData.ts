/**
 * Images for the benches, as IDX files in `out/bench-data/`, written once: each class a smooth pattern of its
 * own under noise, so that there is something to learn. The same bytes everywhere.
 */
import { createWriteStream } from 'node:fs';
import { access, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { root } from '../../scripts/paths.ts';

interface Sizes {
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly classes: number;
  readonly train: number;
  readonly validation: number;
}

const sets: Readonly<Record<string, Sizes>> = {
  cifar: { shape: [3, 32, 32], classes: 10, train: 6400, validation: 1280 },
  mobilenet: { shape: [3, 64, 64], classes: 10, train: 3200, validation: 640 },
  alexnet: { shape: [3, 227, 227], classes: 10, train: 320, validation: 64 },
};

const folder = join(root, 'out', 'bench-data');

export interface IdxPaths {
  readonly trainImages: string;
  readonly trainLabels: string;
  readonly validationImages: string;
  readonly validationLabels: string;
}

/** The files of a set, made where they are missing. */
export async function syntheticData(set: string): Promise<IdxPaths> {
  const sizes = sets[set];
  if (sizes === undefined) throw new Error(`There is no set ${set}, only ${Object.keys(sets).join(', ')}`);
  await mkdir(folder, { recursive: true });
  const path = (part: string) => join(folder, `${set}-${part}`);
  const { shape, classes, train, validation } = sizes;
  for (const [part, count, first] of [
    ['train', train, 0],
    ['validation', validation, train],
  ] as const) {
    const labels = Uint8Array.from({ length: count }, (_, index) => ((first + index) * 7919) % classes);
    await write(path(`${part}-labels`), [count], [labels]);
    await write(path(`${part}-images`), [count, ...shape], images(labels, shape, first));
  }
  return {
    trainImages: path('train-images'),
    trainLabels: path('train-labels'),
    validationImages: path('validation-images'),
    validationLabels: path('validation-labels'),
  };
}

/** Writes an IDX file of bytes, whole or not at all, unless it is there. */
async function write(file: string, dimensions: readonly number[], chunks: Iterable<Uint8Array>): Promise<void> {
  const present = await access(file).then(
    () => true,
    () => false,
  );
  if (present) return;
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header.set([0, 0, 8, dimensions.length]);
  for (const [index, size] of dimensions.entries()) header.writeUInt32BE(size, 4 + 4 * index);
  const parts = function* () {
    yield header;
    yield* chunks;
  };
  await pipeline(Readable.from(parts()), createWriteStream(`${file}.part`));
  await rename(`${file}.part`, file);
}

function* images(labels: Uint8Array, [channels, height, width]: Sizes['shape'], first: number): Generator<Uint8Array> {
  for (const [index, label] of labels.entries()) {
    const image = new Uint8Array(channels * height * width);
    // Numerical Recipes' linear congruential generator, from the image's own number on.
    let noise = (first + index + 1) * 2654435761;
    for (let i = 0; i < image.length; i += 1) {
      noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
      const [row, column] = [Math.floor(i / width) % height, i % width];
      const wave = Math.sin(((label + 1) * row) / height + (((label * 3) % 10) * column) / width);
      image[i] = 96 + 48 * wave + (noise >>> 24) / 4;
    }
    yield image;
  }
}
