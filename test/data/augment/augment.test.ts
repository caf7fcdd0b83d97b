import assert from 'node:assert/strict';
import { brightness, contrast, hue, saturation } from '../../../src/data/augment/colorJitter.ts';
import { Augmenter, transformOf } from '../../../src/data/augment/index.ts';
import { randomCrop } from '../../../src/data/augment/randomCrop.ts';
import { randomErasing } from '../../../src/data/augment/randomErasing.ts';
import type { Transform } from '../../../src/data/augment/transform.ts';
import { placed, warp } from '../../../src/data/augment/warp.ts';
import { BatchGatherer } from '../../../src/data/batches.ts';
import { MemoryImages } from '../../../src/data/images.ts';
import { Draws, permutation } from '../../../src/data/random.ts';
import type { AugmentationSpec } from '../../../src/model/augmentation.ts';
import pillow from '../pillowCases.json' with { type: 'json' };

const draws = (stream: number, step = 1, seed = 7): Draws => {
  const made = new Draws(seed, 'augment');
  made.begin(stream, step);
  return made;
};

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Pillow cuts off where we round. */
function nearly(found: Uint8Array, expected: readonly number[], what: string): void {
  const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i]!)), 0);
  assert.equal(found.length, expected.length);
  assert.ok(worst <= 1, `${what}: up to ${worst} from Pillow's`);
}

/** All results of a transform over many draws, as texts with their counts. */
function results(transform: Transform, image: Uint8Array, rounds = 2000): Map<string, number> {
  const found = new Map<string, number>();
  for (let stream = 0; stream < rounds; stream++) {
    const to = new Uint8Array(image.length);
    const result = transform(image, to, draws(stream)) ? to : image;
    const text = [...result].join();
    found.set(text, (found.get(text) ?? 0) + 1);
  }
  return found;
}

describe('an affine change', () => {
  for (const { width, height, angle, shift, scale, shear, interpolation, fill, image, result } of pillow.affine) {
    it(`is Pillow's: ${angle}°, scale ${scale}, shear ${shear}°, ${interpolation}`, () => {
      const shape = [3, height, width] as const;
      const matrix = placed(shape, {
        angle: radians(angle),
        scale,
        shear: radians(shear),
        shift: [shift[0]!, shift[1]!],
      });
      const to = new Uint8Array(image.length);
      assert.ok(interpolation === 'nearest' || interpolation === 'bilinear');
      warp(Uint8Array.from(image), to, shape, matrix, { interpolation, fill });
      nearly(to, result, interpolation);
    });
  }

  it('of a quarter turn counter-clockwise moves the right edge to the top', () => {
    const turn = transformOf(
      { kind: 'randomRotation', options: { degrees: [90, 90], interpolation: 'nearest', fill: 0 } },
      [1, 2, 2],
    );
    assert.deepEqual([...results(turn, Uint8Array.of(1, 2, 3, 4), 1).keys()], ['2,4,1,3']);
  });

  it('shifts by whole pixels, up to the share asked for', () => {
    const shift = transformOf(
      {
        kind: 'randomAffine',
        options: {
          degrees: [0, 0],
          translate: [0.25, 0],
          scale: [1, 1],
          shear: [0, 0],
          interpolation: 'nearest',
          fill: 0,
        },
      },
      [1, 1, 4],
    );
    assert.deepEqual([...results(shift, Uint8Array.of(1, 2, 3, 4)).keys()].sort(), ['0,1,2,3', '1,2,3,4', '2,3,4,0']);
  });

  it('enlarges a part to the whole', () => {
    const crop = transformOf({ kind: 'randomResizedCrop', options: { scale: [0.25, 0.25], ratio: [1, 1] } }, [1, 4, 4]);
    const image = Uint8Array.from({ length: 16 }, (_, i) => 10 * (i % 4));
    // A part two pixels wide is read at its first quarter, then every half a pixel: 0.25 − 0.5 of the way from a centre to the next.
    const rows = new Set<string>();
    for (const text of results(crop, image, 300).keys()) rows.add(text.split(',').slice(0, 4).join());
    assert.deepEqual([...rows].sort(), ['0,3,8,13', '18,23,28,30', '8,13,18,23']);
  });
});

describe('colours', () => {
  const change = { brightness, contrast, saturation, hue };
  for (const { kind, factor, width, height, image, result } of pillow.colour) {
    it(`change as Pillow's and torchvision's: ${kind} ${factor}`, () => {
      const found = Uint8Array.from(image);
      assert.ok(kind === 'brightness' || kind === 'contrast' || kind === 'saturation' || kind === 'hue');
      change[kind](found, factor, width * height);
      nearly(found, result, kind);
    });
  }

  it('of red turn to green and blue, and greys stay', () => {
    const turned = (turn: number) => {
      const image = Uint8Array.of(200, 77, 10, 77, 10, 77);
      hue(image, turn, 2);
      return [...image];
    };
    assert.deepEqual(turned(1 / 3), [10, 77, 200, 77, 10, 77]);
    assert.deepEqual(turned(-1 / 3), [10, 77, 10, 77, 200, 77]);
  });

  it('leave images of one channel their shades when only the saturation or hue changes', () => {
    const image = Uint8Array.of(1, 50, 200, 255);
    saturation(image, 0.2, 4);
    hue(image, 0.2, 4);
    assert.deepEqual([...image], [1, 50, 200, 255]);
  });

  it('stay as they are where no range is given', () => {
    const jitter = transformOf(
      { kind: 'colorJitter', options: { brightness: [1, 1], contrast: [1, 1], saturation: [1, 1], hue: [0, 0] } },
      [3, 1, 1],
    );
    assert.deepEqual([...results(jitter, Uint8Array.of(9, 99, 199), 50).keys()], ['9,99,199']);
  });
});

describe('a random crop', () => {
  const crop = (paddingMode: 'constant' | 'edge' | 'reflect') =>
    randomCrop({ padding: [0, 0, 2, 1], fill: 7, paddingMode }, [1, 1, 4]);
  const image = Uint8Array.of(1, 2, 3, 4);

  it('takes every place equally often', () => {
    const found = results(crop('constant'), image, 4000);
    assert.deepEqual([...found.keys()].sort(), ['1,2,3,4', '2,3,4,7', '7,1,2,3', '7,7,1,2']);
    // χ² with 3 degrees of freedom: above 21.1 once in 10,000 seeds.
    const chiSquare = [...found.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    assert.ok(chiSquare < 21.1, `χ² = ${chiSquare}`);
  });

  it('pads with the edge or the mirrored image, as numpy.pad', () => {
    assert.deepEqual([...results(crop('edge'), image).keys()].sort(), ['1,1,1,2', '1,1,2,3', '1,2,3,4', '2,3,4,4']);
    assert.deepEqual([...results(crop('reflect'), image).keys()].sort(), ['1,2,3,4', '2,1,2,3', '2,3,4,3', '3,2,1,2']);
  });

  it('moves all channels and rows together', () => {
    const wide = randomCrop({ padding: [1, 1, 1, 1], fill: 0, paddingMode: 'constant' }, [2, 2, 2]);
    const found = results(wide, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
    assert.equal(found.size, 9);
    assert.ok(found.has('0,0,0,1,0,0,0,5'));
    assert.ok(found.has('4,0,0,0,8,0,0,0'));
  });

  it('survives an image of one pixel', () => {
    const one = randomCrop({ padding: [3, 3, 3, 3], fill: 0, paddingMode: 'reflect' }, [1, 1, 1]);
    assert.deepEqual([...results(one, Uint8Array.of(5), 50).keys()], ['5']);
  });
});

describe('a random flip', () => {
  it('mirrors as often as it is told', () => {
    const image = Uint8Array.of(1, 2, 3, 4, 5, 6);
    const shape = [1, 2, 3] as const;
    const sideways = results(
      transformOf({ kind: 'randomHorizontalFlip', options: { probability: 0.3 } }, shape),
      image,
    );
    assert.deepEqual([...sideways.keys()].sort(), ['1,2,3,4,5,6', '3,2,1,6,5,4']);
    assert.ok(Math.abs(sideways.get('3,2,1,6,5,4')! - 600) < 4 * Math.sqrt(2000 * 0.3 * 0.7));
    const upright = results(transformOf({ kind: 'randomVerticalFlip', options: { probability: 1 } }, shape), image);
    assert.deepEqual([...upright.keys()], ['4,5,6,1,2,3']);
  });
});

describe('random erasing', () => {
  it('puts a rectangle of the size asked for into all channels', () => {
    const erase = randomErasing({ probability: 1, scale: [0.25, 0.25], ratio: [1, 1], value: 9 }, [2, 4, 4]);
    const found = results(erase, new Uint8Array(32).fill(1), 1000);
    assert.equal(found.size, 9);
    for (const text of found.keys()) {
      const values = text.split(',');
      assert.equal(values.filter((value) => value === '9').length, 8);
      assert.deepEqual(values.slice(0, 16), values.slice(16));
    }
  });

  it('leaves an image alone where no rectangle fits', () => {
    const erase = randomErasing({ probability: 1, scale: [1, 1], ratio: [1, 1], value: 9 }, [1, 4, 4]);
    assert.deepEqual([...results(erase, new Uint8Array(16).fill(1), 20).keys()], [new Array(16).fill(1).join()]);
  });
});

describe('augmentation', () => {
  const specs: readonly AugmentationSpec[] = [
    { kind: 'randomCrop', options: { padding: [1, 1, 1, 1], fill: 0, paddingMode: 'constant' } },
    { kind: 'randomHorizontalFlip', options: { probability: 0.5 } },
    { kind: 'randomErasing', options: { probability: 0.5, scale: [0.1, 0.3], ratio: [0.3, 3.3], value: 0 } },
  ];
  const count = 40;
  const bytes = Uint8Array.from({ length: count * 16 }, (_, i) => 1 + ((i * 37) % 250));
  const split = {
    count,
    images: new MemoryImages(bytes, count),
    labels: Uint8Array.from({ length: count }, (_, i) => i),
  };
  const kept = bytes.slice();
  const gatherer = (seed = 3) => new BatchGatherer(split, 8, new Augmenter(specs, [1, 4, 4], seed));
  const order = (epoch: number) => permutation({ seed: 3, purpose: 'shuffle', stream: 0, step: epoch }, count);

  /** Images of an epoch by their class, which is their number. */
  function epochOf(batches: BatchGatherer, epoch: number, first = 0): Map<number, string> {
    const images = new Map<number, string>();
    for (let index = first; index < batches.count; index++) {
      const batch = batches.gather(index, { order: order(epoch), epoch });
      for (let i = 0; i < batch.size; i++)
        images.set(batch.labels[i]!, [...batch.images.subarray(16 * i, 16 * i + 16)].join());
    }
    return images;
  }

  it('gives the same images whether or not the run was stopped in between', () => {
    const whole = epochOf(gatherer(), 2);
    for (const [label, image] of epochOf(gatherer(), 2, 3)) assert.equal(image, whole.get(label));
    assert.equal(whole.size, count);
  });

  it('differs from epoch to epoch, seed to seed and image to image', () => {
    const [one, two, other] = [epochOf(gatherer(), 1), epochOf(gatherer(), 2), epochOf(gatherer(4), 1)];
    const same = (a: Map<number, string>, b: Map<number, string>) =>
      [...a].filter(([key, text]) => b.get(key) === text).length;
    assert.ok(same(one, two) < count / 2);
    assert.ok(same(one, other) < count / 2);
  });

  it('leaves the data and images gathered without a pass alone', () => {
    const batches = gatherer();
    epochOf(batches, 1);
    assert.deepEqual(bytes, kept);
    assert.deepEqual([...batches.gather(0).images], [...kept.subarray(0, 128)]);
  });
});
