/**
 * Images a second of processor time through batches with augmentation, which one thread makes, for the sizes of
 * MNIST, CIFAR and ImageNet.
 */
import { type Figure, writeResults } from '../scripts/benchResults.ts';
import { Augmenter } from '../src/data/augment/index.ts';
import { BatchGatherer } from '../src/data/batches.ts';
import { MemoryImages } from '../src/data/images.ts';
import { permutation } from '../src/data/random.ts';
import type { AugmentationSpec } from '../src/model/augmentation.ts';

const crop: AugmentationSpec = {
  kind: 'randomCrop',
  options: { padding: [4, 4, 4, 4], fill: 0, paddingMode: 'constant' },
};
const flip: AugmentationSpec = { kind: 'randomHorizontalFlip', options: { probability: 0.5 } };
const turn: AugmentationSpec = {
  kind: 'randomRotation',
  options: { degrees: [-15, 15], interpolation: 'bilinear', fill: 0 },
};
const colours: AugmentationSpec = {
  kind: 'colorJitter',
  options: { brightness: [0.6, 1.4], contrast: [0.6, 1.4], saturation: [0.6, 1.4], hue: [0, 0] },
};

const pipelines: Readonly<Record<string, readonly AugmentationSpec[]>> = {
  'gathered only': [],
  'crop and flip': [crop, flip],
  rotation: [turn],
  'colour jitter': [colours],
};

const shapes = [
  [1, 28, 28],
  [3, 32, 32],
  [3, 224, 224],
] as const;

const batchSize = 64;
/** Of each measurement; the best of several counts, as others use the machine, too. */
const seconds = 0.5;
const rounds = 5;

const figures: Figure[] = [];
for (const shape of shapes) {
  const size = shape[0] * shape[1] * shape[2];
  const count = 1024;
  const split = {
    count,
    images: new MemoryImages(
      Uint8Array.from({ length: count * size }, (_, i) => (i * 7919) % 256),
      count,
    ),
    labels: new Uint8Array(count),
  };
  const pass = { order: permutation({ seed: 1, purpose: 'shuffle', stream: 0, step: 1 }, count), epoch: 1 };
  for (const [name, specs] of Object.entries(pipelines)) {
    const augmenter = specs.length > 0 ? new Augmenter(specs, shape, 1) : null;
    const batches = new BatchGatherer(split, batchSize, augmenter);
    let best = 0;
    for (let round = 0; round < rounds; round++) {
      const started = process.cpuUsage().user;
      let images = 0;
      let spent = 0;
      for (let index = 0; spent < seconds; index++) {
        images += batches.gather(index % batches.count, pass).size;
        spent = (process.cpuUsage().user - started) / 1e6;
      }
      best = Math.max(best, images / spent);
    }
    figures.push({ what: `${shape.join('×')}: ${name}`, value: Math.round(best), unit: 'images/s' });
    console.log(`${shape.join('×')}: ${name}: ${Math.round(best).toLocaleString('en')} images/s`);
  }
}
const small = figures.filter(({ what }) => what.endsWith('crop and flip') && !what.includes('224'));
const slowest = Math.min(...small.map(({ value }) => value));
figures.push({ what: 'crop and flip, small images', value: slowest, unit: 'images/s', goal: { atLeast: 50_000 } });
await writeResults('augment', figures);
