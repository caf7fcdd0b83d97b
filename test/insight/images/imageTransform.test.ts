import assert from 'node:assert/strict';
import { transformImage, unchanged } from '../../../src/insight/images/imageTransform.ts';

describe('a changed image', () => {
  const image = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
  const shape = [1, 3, 3] as const;
  const change = (transform: Partial<typeof unchanged>) => [
    ...transformImage(image, shape, { ...unchanged, ...transform }),
  ];

  it('is a copy where nothing changes', () => {
    assert.deepEqual(change({}), [...image]);
    assert.notEqual(transformImage(image, shape, unchanged), image);
  });

  it('moves right and down, and what comes in is filled', () => {
    assert.deepEqual(change({ shift: [1, 0], fill: 77 }), [77, 1, 2, 77, 4, 5, 77, 7, 8]);
    assert.deepEqual(change({ shift: [0, -1] }), [4, 5, 6, 7, 8, 9, 0, 0, 0]);
    // Half-way between neighbours, rounded up; the outermost pixel goes on for half its width.
    assert.deepEqual(change({ shift: [0.5, 0] }), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.deepEqual(change({ shift: [-0.5, 0] }), [2, 3, 0, 5, 6, 0, 8, 9, 0]);
  });

  it('turns clockwise about its centre', () => {
    assert.deepEqual(change({ angle: 90 }), [7, 4, 1, 8, 5, 2, 9, 6, 3]);
  });

  it('grows about its centre', () => {
    const [centre, corner] = [change({ scale: 3 })[4], change({ scale: 3 })[0]];
    assert.equal(centre, 5);
    assert.ok(corner! > 1 && corner! < 5);
  });

  it('gets noise of the deviation asked for, the same for the same seed', () => {
    const grey = new Uint8Array(10_000).fill(128);
    const noisy = (seed: number) => transformImage(grey, [1, 100, 100], { ...unchanged, noise: 20, seed });
    assert.deepEqual(noisy(1), noisy(1));
    assert.notDeepEqual(noisy(1), noisy(2));
    const differences = [...noisy(1)].map((pixel) => pixel - 128);
    const mean = differences.reduce((sum, each) => sum + each, 0) / grey.length;
    const deviation = Math.sqrt(differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / grey.length);
    // Ten thousand draws: the mean within 4 · 20/100, the deviation within 4 · 20/√20000.
    assert.ok(Math.abs(mean) < 0.8 && Math.abs(deviation - 20) < 0.6, `${mean} ± ${deviation}`);
  });
});
