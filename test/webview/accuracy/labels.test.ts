import assert from 'node:assert/strict';
import { placeLabels } from '../../../webview/accuracy/labels.ts';

const area = { left: 0, right: 400, top: 0, bottom: 300 };
const disc = (x: number, y: number, radius = 10) => ({ x, y, radius, width: 60 });

describe('labels of discs', () => {
  it('stand at the right, or elsewhere where that is taken or outside', () => {
    const places = placeLabels([disc(100, 100), disc(390, 100), disc(100, 200), disc(130, 200)], 16, area);
    assert.deepEqual(places[0], { x: 144, y: 100 });
    assert.ok(places[1]!.x < 390, 'a name stands outside');
    assert.notDeepEqual(places[2], { x: 144, y: 200 }, 'a name hides the middle of a disc');
  });

  it('hide no other, and are left out where there is no room', () => {
    const crowd = Array.from({ length: 30 }, (_, i) => disc(200 + (i % 5) * 4, 150 + Math.floor(i / 5) * 4));
    const places = placeLabels(crowd, 16, area);
    const shown = places.filter((place) => place !== null);
    assert.ok(shown.length > 0 && shown.length < crowd.length);
    for (const [i, a] of shown.entries()) {
      for (const b of shown.slice(i + 1)) assert.ok(Math.abs(a.x - b.x) >= 60 || Math.abs(a.y - b.y) >= 16);
    }
  });
});
