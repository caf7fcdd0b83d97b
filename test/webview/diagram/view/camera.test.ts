import assert from 'node:assert/strict';
import {
  fitted,
  opened,
  panned,
  readable,
  showing,
  thumbOf,
  within,
  zoomed,
} from '../../../../webview/diagram/view/camera.ts';

const view = { width: 800, height: 400 };

describe('camera', () => {
  it('fits all of a picture into the middle of the view', () => {
    assert.deepEqual(fitted({ width: 1600, height: 400 }, view), { scale: 0.5, x: 0, y: 100 });
    assert.deepEqual(fitted({ width: 100, height: 100 }, view), { scale: 1.7, x: 315, y: 115 });
  });

  it('opens with all of a picture where that can be read, else with its beginning', () => {
    assert.deepEqual(opened({ width: 1600, height: 400 }, { width: 1600, height: 400 }), { scale: 1, x: 0, y: 0 });
    assert.deepEqual(opened({ width: 800, height: 4000 }, view), { scale: 1, x: 0, y: 0 });
    assert.deepEqual(opened({ width: 400, height: 4000 }, view), { scale: 1, x: 200, y: 0 });
    assert.deepEqual(opened({ width: 1600, height: 4000 }, view), { scale: readable, x: 0, y: 0 });
  });

  it('scrolls to the edges of a picture and no further', () => {
    const picture = { width: 400, height: 1000 };
    assert.deepEqual(within({ scale: 1, x: 200, y: 50 }, picture, view), { scale: 1, x: 200, y: 0 });
    assert.deepEqual(within({ scale: 1, x: 200, y: -900 }, picture, view), { scale: 1, x: 200, y: -600 });
  });

  it('shows by a thumb which part it sees', () => {
    assert.equal(thumbOf(0, 400, 400), null);
    assert.deepEqual(thumbOf(-300, 1000, 400), { start: 120, length: 160, pace: 2.5 });
    // Dragged away from the edge, what is before the picture counts.
    assert.deepEqual(thumbOf(100, 400, 400), { start: 0, length: 320, pace: 1.25 });
  });

  it('leaves what is under the pointer there when it zooms, and stops at its limits', () => {
    const camera = { scale: 0.5, x: 20, y: 30 };
    const at = { x: 300, y: 200 };
    const next = zoomed(camera, 2, at);
    assert.deepEqual([(at.x - next.x) / next.scale, (at.y - next.y) / next.scale], [560, 340]);
    assert.equal(zoomed(camera, 1e6, at).scale, 8);
    assert.equal(zoomed(camera, 1e-6, at).scale, 0.05);
  });

  it('moves no more than it takes to show a box', () => {
    const camera = { scale: 1, x: 0, y: 0 };
    assert.equal(showing(camera, { x: 100, y: 100, width: 50, height: 50 }, view), camera);
    const box = { x: 900, y: 100, width: 50, height: 50 };
    assert.deepEqual(showing(camera, box, view), { scale: 1, x: -190, y: 0 });
    assert.deepEqual(panned(camera, -3, 4), { scale: 1, x: -3, y: 4 });
  });
});
