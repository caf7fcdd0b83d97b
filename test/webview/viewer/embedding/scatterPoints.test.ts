import assert from 'node:assert/strict';
import {
  classMiddles,
  placePoints,
  pointBeside,
  pointNear,
} from '../../../../webview/viewer/embedding/scatterPoints.ts';

describe('points on the screen', () => {
  it('fill the room on one scale, upwards', () => {
    const places = placePoints(Float32Array.of(0, 0, 4, 2, 2, 1), { width: 220, height: 220, margin: 10 });
    assert.deepEqual([...places], [10, 160, 210, 60, 110, 110]);
  });

  it('lie in the middle where they are all one', () => {
    const places = placePoints(Float32Array.of(7, 7, 7, 7), { width: 100, height: 60, margin: 5 });
    assert.deepEqual([...places], [50, 30, 50, 30]);
  });

  it('are found near the pointer, and not far from it', () => {
    const places = Float32Array.of(10, 10, 30, 10, 34, 12);
    assert.equal(pointNear(places, { x: 33, y: 12 }, 5), 2);
    assert.equal(pointNear(places, { x: 20, y: 10 }, 5), null);
  });

  it('lead to each other by the arrow keys', () => {
    // 0 1 2
    // 3 4 5
    // 6 7 8
    const places = Float32Array.from({ length: 18 }, (_, i) => 10 * (i % 2 === 0 ? (i / 2) % 3 : Math.floor(i / 6)));
    const way = (from: number, ...keys: string[]) =>
      keys.reduce<number | null>((at, key) => (at === null ? null : pointBeside(places, at, `Arrow${key}`)), from);
    assert.equal(way(4, 'Right'), 5);
    assert.equal(way(4, 'Up', 'Left'), 0);
    assert.equal(way(0, 'Down', 'Down', 'Right', 'Right', 'Up'), 5);
    assert.equal(way(3, 'Left'), null);
    assert.equal(pointBeside(places, 0, 'Home'), null);
  });
});

describe('middles of classes', () => {
  it('are medians, which a stray point does not move', () => {
    const places = Float32Array.of(0, 0, 2, 4, 4, 2, 100, 3, 50, 50);
    assert.deepEqual(classMiddles(places, [0, 0, 0, 0, 2], 3), [{ x: 4, y: 3 }, null, { x: 50, y: 50 }]);
  });
});
