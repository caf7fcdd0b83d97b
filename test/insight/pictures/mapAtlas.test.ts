import assert from 'node:assert/strict';
import { colourTable } from '../../../src/insight/pictures/colour.ts';
import {
  atlasPixels,
  gridSize,
  mapAt,
  mapBeside,
  mapGrid,
  tileCorner,
  valueAt,
} from '../../../src/insight/pictures/mapAtlas.ts';

const greys = colourTable([
  [0, 0, 0],
  [255, 255, 255],
]);
const maps = { count: 5, height: 2, width: 3 };

describe('grid of maps', () => {
  it('enlarges by whole numbers up to the side asked for, as many in a row as fit', () => {
    const grid = mapGrid(maps, 40, 10, 2);
    assert.deepEqual(
      [grid.zoom, grid.shrink, grid.tile, grid.columns, grid.rows],
      [3, 1, { width: 9, height: 6 }, 3, 2],
    );
    // 3 · 9 + 2 · 2 wide, 2 · 6 + 2 high.
    assert.deepEqual(gridSize(grid), { width: 31, height: 14 });
    assert.deepEqual(tileCorner(grid, 4), { x: 11, y: 8 });
  });

  it('shrinks maps larger than the side, and those larger than the room', () => {
    assert.deepEqual(mapGrid({ count: 1, height: 100, width: 80 }, 500, 30, 0).tile, { width: 20, height: 25 });
    const narrow = mapGrid({ count: 2, height: 10, width: 100 }, 50, 200, 4);
    assert.ok(narrow.tile.width <= 50, `${narrow.tile.width} pixels`);
  });

  it('has a tile at least, however narrow it is', () => {
    const grid = mapGrid(maps, 0, 10, 2);
    assert.equal(grid.columns, 1);
    assert.ok(grid.tile.width >= 1 && grid.tile.height >= 1);
  });

  it('finds the map and the value at a point', () => {
    const grid = mapGrid(maps, 40, 10, 2);
    assert.equal(mapAt(grid, 12, 9), 4);
    assert.equal(mapAt(grid, 25, 9), null);
    assert.equal(mapAt(grid, -1, 0), null);
    assert.deepEqual(valueAt(grid, 8.5, 3), { row: 1, column: 2 });
    assert.deepEqual(valueAt(grid, 99, -1), { row: 0, column: 2 });
    assert.deepEqual(valueAt(mapGrid({ count: 1, height: 8, width: 8 }, 4, 4, 0), 1.5, 3.5), { row: 7, column: 3 });
  });

  it('goes from map to map with the keys, and not out of the layer', () => {
    const grid = mapGrid(maps, 40, 10, 2);
    assert.equal(mapBeside(grid, 0, 'ArrowRight'), 1);
    assert.equal(mapBeside(grid, 1, 'ArrowDown'), 4);
    assert.equal(mapBeside(grid, 2, 'ArrowDown'), null);
    assert.equal(mapBeside(grid, 0, 'ArrowLeft'), null);
    assert.equal(mapBeside(grid, 0, 'End'), 4);
    assert.equal(mapBeside(grid, 3, 'Home'), 0);
    assert.equal(mapBeside(grid, 3, 'a'), null);
  });
});

describe('picture of maps', () => {
  it('gives every value a square in its own map’s range, and leaves the gaps clear', () => {
    const grid = mapGrid({ count: 2, height: 1, width: 2 }, 100, 4, 1);
    const ranges = [
      { low: 0, high: 1 },
      { low: -4, high: 4 },
    ];
    const pixels = atlasPixels(Float32Array.of(0, 1, 0, 4), grid, (map) => ranges[map]!, greys);
    const { width, height } = gridSize(grid);
    assert.deepEqual([width, height], [9, 2]);
    const at = (x: number, y: number) => [...pixels.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)];
    for (const y of [0, 1]) {
      assert.deepEqual(at(1, y), [0, 0, 0, 255]);
      assert.deepEqual(at(2, y), [255, 255, 255, 255]);
      assert.deepEqual(at(4, y), [0, 0, 0, 0]);
      const [grey = 0] = at(5, y);
      assert.ok(grey > 80 && grey < 140, `${grey} is not the middle`);
      assert.deepEqual(at(8, y), [255, 255, 255, 255]);
    }
  });

  it('draws a line around tiles that are wide enough apart', () => {
    const grid = mapGrid({ count: 2, height: 1, width: 1 }, 100, 1, 3);
    const { width, height } = gridSize(grid);
    assert.deepEqual([width, height], [7, 3]);
    assert.deepEqual(tileCorner(grid, 1), { x: 5, y: 1 });
    const pixels = atlasPixels(Float32Array.of(1, 1), grid, () => ({ low: 0, high: 1 }), greys);
    const alphas = Array.from({ length: width * height }, (_, i) => pixels[4 * i + 3]);
    const line = pixels[3]!;
    assert.ok(line > 0 && line < 255);
    const edge = [line, line, line, 0, line, line, line];
    assert.deepEqual(alphas, [...edge, line, 255, line, 0, line, 255, line, ...edge]);
  });

  it('shrinks by means of squares, narrower ones at the edge', () => {
    const values = Float32Array.of(0, 1, 1, 1, 0, 1, 1, 1, 1);
    const grid = mapGrid({ count: 1, height: 3, width: 3 }, 2, 2, 0);
    assert.equal(grid.shrink, 2);
    const pixels = atlasPixels(values, grid, () => ({ low: 0, high: 1 }), greys);
    const half = atlasPixels(
      Float32Array.of(0.5),
      mapGrid({ count: 1, height: 1, width: 1 }, 1, 1, 0),
      () => ({ low: 0, high: 1 }),
      greys,
    );
    assert.deepEqual([...pixels.subarray(0, 4)], [...half]);
    assert.deepEqual([...pixels.subarray(4, 8)], [255, 255, 255, 255]);
  });

  it('shows what is no number in magenta', () => {
    const grid = mapGrid({ count: 1, height: 1, width: 2 }, 2, 2, 0);
    const pixels = atlasPixels(Float32Array.of(Number.NaN, 1), grid, () => ({ low: 0, high: 1 }), greys);
    assert.deepEqual([...pixels], [255, 0, 255, 255, 255, 255, 255, 255]);
  });
});
