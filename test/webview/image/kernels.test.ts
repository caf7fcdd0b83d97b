import assert from 'node:assert/strict';
import { divergingMap, lookUp } from '../../../src/insight/pictures/colour.ts';
import { kernelPixels, kernelTiles, largest, layOut } from '../../../webview/image/kernels.ts';

const map = divergingMap([0, 0, 255], [255, 255, 255], [255, 0, 0]);

describe('kernelPixels', () => {
  it('puts a pixel a weight, kernel by kernel', () => {
    const weights = Float32Array.from({ length: 2 * 3 * 2 * 2 }, (_, i) => (i - 12) / 12);
    const pixels = kernelPixels(weights, [2, 3, 2, 2], 'signed', () => 1, map);
    assert.equal(pixels.length, 4 * weights.length);
    for (const [i, weight] of weights.entries()) {
      const [red, green, blue, alpha] = pixels.subarray(4 * i);
      assert.equal(red! | (green! << 8) | (blue! << 16), lookUp(map, weight, 1));
      assert.equal(alpha, 255);
    }
  });

  it('puts three input channels into one colour', () => {
    // PyTorch's order: output, input, row, column.
    const weights = Float32Array.of(-1, 0, /* green */ 0.5, -0.5, /* blue */ 1, 0);
    const pixels = kernelPixels(weights, [1, 3, 1, 2], 'rgb', () => 1, map);
    assert.deepEqual([...pixels], [0, 191, 255, 255, 128, 64, 128, 255]);
  });
});

describe('kernelPixels with a scale a kernel', () => {
  it('gives the largest weight of each the end colour', () => {
    const weights = Float32Array.of(0.1, -0.2, 5, 10);
    const pixels = kernelPixels(weights, [2, 1, 1, 2], 'signed', (kernel) => [0.2, 10][kernel]!, map);
    const colour = (i: number) => pixels[4 * i]! | (pixels[4 * i + 1]! << 8) | (pixels[4 * i + 2]! << 16);
    assert.deepEqual(
      [0, 1, 2, 3].map(colour),
      [0.5, -1, 0.5, 1].map((value) => lookUp(map, value, 1)),
    );
  });
});

describe('largest', () => {
  it('is the largest magnitude', () => {
    assert.equal(largest(Float32Array.of(0.25, -0.5, 0)), 0.5);
  });
});

describe('layOut', () => {
  for (const [count, side, width, height, group] of [
    [6, 5, 560, 420, 1],
    [96, 5, 800, 420, 6],
    [96, 11, 600, 420, 1],
    [1000, 3, 500, 400, 1],
    [1, 5, 300, 200, 1],
  ] as const) {
    it(`finds the largest zoom for ${count} kernels of ${side}×${side} in ${width}×${height}`, () => {
      const room = { width, height, gap: 4, maxZoom: 30 };
      const tiles = { width: side, height: side, count };
      const { columns, rows, zoom } = layOut(tiles, room, group);
      assert.ok(columns * rows >= count && columns * (rows - 1) < count);
      assert.ok(columns * (zoom * side + 4) - 4 <= width, 'fits in width');
      assert.ok(group === 1 || columns % group === 0, 'groups stay together');
      if (zoom > 1) {
        assert.ok(rows * (zoom * side + 4) - 4 <= height, 'fits in height');
      }
      if (zoom < 30 && group === 1) {
        const larger = (zoom + 1) * side + 4;
        const [across, down] = [Math.floor((width + 4) / larger), Math.floor((height + 4) / larger)];
        assert.ok(across * down < count, 'no larger one fits');
      }
    });
  }

  it('takes zoom 1 where nothing fits', () => {
    const layout = layOut({ width: 500, height: 500, count: 3 }, { width: 100, height: 100, gap: 4, maxZoom: 9 });
    assert.equal(layout.zoom, 1);
  });

  it('knows how many tiles there are', () => {
    assert.equal(kernelTiles([96, 3, 11, 11], 'rgb').count, 96);
    assert.equal(kernelTiles([16, 6, 5, 5], 'signed').count, 96);
  });
});
