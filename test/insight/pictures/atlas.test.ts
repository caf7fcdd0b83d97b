import assert from 'node:assert/strict';
import {
  colourMap,
  drawAtlas,
  drawImages,
  enlarge,
  overlay,
  signedImage,
  squareColumns,
} from '../../../src/insight/pictures/atlas.ts';

/** Red, green, blue and alpha at a pixel. */
const at = ({ pixels, width }: { pixels: Uint8Array; width: number }, x: number, y: number) => [
  ...pixels.subarray(4 * (y * width + x), 4 * (y * width + x) + 4),
];

describe('an atlas of maps', () => {
  const grey = colourMap('grey');
  const maps = { values: Float32Array.of(0, 1, 2, 3, 10, 10, 10, 20, -4, 0, 0, 4), count: 3, height: 2, width: 2 };

  it('has a pixel a value, tile beside tile, each in its own range', () => {
    const atlas = drawAtlas(maps, { colours: grey, scale: 'map', columns: 2, gap: 1 });
    assert.deepEqual([atlas.width, atlas.height, atlas.columns], [5, 5, 2]);
    assert.deepEqual(at(atlas, 0, 0), [0, 0, 0, 255]);
    assert.deepEqual(at(atlas, 1, 1), [255, 255, 255, 255]);
    assert.deepEqual(at(atlas, 3, 0), [0, 0, 0, 255]);
    assert.deepEqual(at(atlas, 4, 1), [255, 255, 255, 255]);
    assert.deepEqual(at(atlas, 2, 0), [0, 0, 0, 0]);
    assert.deepEqual(at(atlas, 4, 4), [0, 0, 0, 0]);
    assert.deepEqual(atlas.ranges, [
      { low: 0, high: 3 },
      { low: 10, high: 20 },
      { low: -4, high: 4 },
    ]);
  });

  it('has the range of the layer where that is asked for, with zero in the middle of a diverging one', () => {
    const colours = colourMap('diverging');
    const atlas = drawAtlas(maps, { colours, scale: 'layer', columns: 3 });
    assert.deepEqual(atlas.ranges, Array(3).fill({ low: -20, high: 20 }));
    assert.deepEqual(at(atlas, 0, 0), [247, 247, 247, 255]);
    assert.deepEqual(at(atlas, 3, 1), [178, 24, 43, 255]);
    // A twentieth to the left of zero is bluer than white, and far from the end.
    const [red, , blue] = at(atlas, 4, 0);
    assert.ok(blue! > red! && red! > 150);
  });

  it('enlarges values to squares', () => {
    const atlas = drawAtlas(maps, { colours: grey, scale: 'map', columns: 1, zoom: 3 });
    assert.deepEqual([atlas.width, atlas.height], [6, 18]);
    assert.deepEqual(at(atlas, 2, 2), at(atlas, 0, 0));
    assert.notDeepEqual(at(atlas, 3, 2), at(atlas, 0, 0));
  });

  it('shows what is no number in magenta, and one value alone in the middle', () => {
    const values = Float32Array.of(Number.NaN, 5);
    const atlas = drawAtlas({ values, count: 1, height: 1, width: 2 }, { colours: grey, scale: 'map' });
    assert.deepEqual(at(atlas, 0, 0), [255, 0, 255, 255]);
    const [middle] = at(atlas, 1, 0);
    assert.ok(middle! > 80 && middle! < 150);
  });

  it('is about square by itself', () => {
    assert.deepEqual([squareColumns(16, 5, 5), squareColumns(1, 1, 84), squareColumns(6, 28, 28)], [4, 1, 2]);
  });
});

describe('viridis', () => {
  it('begins, goes through and ends with the colours published', () => {
    const values = Float32Array.of(0, 0.5, 1);
    const drawn = drawAtlas({ values, count: 1, height: 1, width: 3 }, { colours: colourMap('viridis'), scale: 'map' });
    for (const [x, expected] of [
      [68, 1, 84],
      [33, 145, 140],
      [253, 231, 37],
    ].entries()) {
      const near = at(drawn, x, 0)
        .slice(0, 3)
        .every((channel, i) => Math.abs(channel - expected[i]!) <= 2);
      assert.ok(near, `${at(drawn, x, 0)}, not ${expected}`);
    }
  });
});

describe('images', () => {
  it('are drawn in grey and in colour, and with a map over them', () => {
    const one = drawImages([Uint8Array.of(7, 9)], [1, 1, 2]);
    assert.deepEqual(at(one, 1, 0), [9, 9, 9, 255]);
    const rgb = drawImages([Uint8Array.of(1, 2, 3, 4, 5, 6), Uint8Array.of(7, 8, 9, 10, 11, 12)], [3, 1, 2], {
      columns: 2,
    });
    assert.deepEqual(
      [at(rgb, 0, 0), at(rgb, 3, 0)],
      [
        [1, 3, 5, 255],
        [8, 10, 12, 255],
      ],
    );
    const covered = overlay(Uint8Array.of(100, 50), [1, 1, 2], Float32Array.of(0, 2), colourMap('grey'));
    assert.deepEqual(
      [at(covered, 0, 0), at(covered, 1, 0)],
      [
        [50, 50, 50, 255],
        [152, 152, 152, 255],
      ],
    );
  });

  it('show signed values around grey', () => {
    assert.deepEqual([...signedImage(Float32Array.of(-2, 0, 1, 4), 2)], [0, 128, 191, 255]);
    assert.deepEqual([...signedImage(Float32Array.of(0, Number.NaN), 0)], [128, 128]);
  });
});

describe('a map that is enlarged', () => {
  it('keeps its values at pixel centres and blends between them', () => {
    assert.deepEqual([...enlarge(Float32Array.of(0, 4), [1, 2], [1, 4])], [0, 1, 3, 4]);
    assert.deepEqual([...enlarge(Float32Array.of(1, 2, 3, 4), [2, 2], [2, 2])], [1, 2, 3, 4]);
    assert.deepEqual([...enlarge(Float32Array.of(5), [1, 1], [2, 2])], [5, 5, 5, 5]);
  });
});
