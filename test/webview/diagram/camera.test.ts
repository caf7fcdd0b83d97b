import assert from 'node:assert/strict';
import { fitted, panned, showing, zoomed } from '../../../webview/diagram/camera.ts';

const view = { width: 800, height: 400 };

describe('camera', () => {
  it('fits all of a picture into the middle of the view', () => {
    assert.deepEqual(fitted({ width: 1600, height: 400 }, view), { scale: 0.5, x: 0, y: 100 });
    assert.deepEqual(fitted({ width: 100, height: 100 }, view), { scale: 1.7, x: 315, y: 115 });
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
