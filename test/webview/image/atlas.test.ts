import assert from 'node:assert/strict';
import { type Atlas, atlasSize, cornerOf, neighbour, placeAt } from '../../../webview/image/atlas.ts';

/** 7 tiles, 5 wide and 3 high, in rows of 3. */
const atlas: Atlas = {
  tiles: { width: 5, height: 3, count: 7 },
  layout: { columns: 3, rows: 3, zoom: 4 },
  gap: 2,
};

describe('atlas', () => {
  it('is as large as its tiles with the gaps between them', () => {
    assert.deepEqual(atlasSize(atlas), { width: 3 * 20 + 2 * 2, height: 3 * 12 + 2 * 2 });
  });

  it('finds each weight at every pixel of it, and nothing between tiles', () => {
    const { width, height } = atlasSize(atlas);
    const pixels = new Map<string, number>();
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const place = placeAt(atlas, x, y);
        if (place !== null) {
          const corner = cornerOf(atlas, place);
          assert.ok(x >= corner.x && x < corner.x + 4 && y >= corner.y && y < corner.y + 4);
          const key = JSON.stringify(place);
          pixels.set(key, (pixels.get(key) ?? 0) + 1);
        }
      }
    }
    assert.equal(pixels.size, 7 * 5 * 3);
    assert.ok([...pixels.values()].every((count) => count === 4 * 4));
  });

  it('goes from weight to weight over the edges of tiles, and stays at the border', () => {
    const last = { tile: 0, row: 1, column: 4 };
    assert.deepEqual(neighbour(atlas, last, 0, 1), { tile: 1, row: 1, column: 0 });
    assert.deepEqual(neighbour(atlas, last, 0, -1), { tile: 0, row: 1, column: 3 });
    assert.deepEqual(neighbour(atlas, { tile: 0, row: 2, column: 2 }, 1, 0), { tile: 3, row: 0, column: 2 });
    assert.deepEqual(neighbour(atlas, { tile: 3, row: 0, column: 2 }, -1, 0), { tile: 0, row: 2, column: 2 });
    const corner = { tile: 0, row: 0, column: 0 };
    assert.deepEqual(neighbour(atlas, corner, -1, 0), corner);
    assert.deepEqual(neighbour(atlas, corner, 0, -1), corner);
  });
});
