import assert from 'node:assert/strict';
import { drawLine } from '../../../webview/image/brush.ts';

const pen = { radius: 0.5, erases: false };
const blank = new Uint8Array(25);

describe('brush', () => {
  it('fills the pixel that it touches, and those along a line', () => {
    const dot = drawLine(blank, [1, 5, 5], { x: 2.5, y: 1.5 }, { x: 2.5, y: 1.5 }, pen);
    assert.deepEqual(
      [...dot].flatMap((ink, i) => (ink > 0 ? [i] : [])),
      [7],
    );
    assert.equal(dot[7], 255);
    const line = drawLine(blank, [1, 5, 5], { x: 0.5, y: 2.5 }, { x: 4.5, y: 2.5 }, pen);
    assert.deepEqual(
      [...line].flatMap((ink, i) => (ink > 0 ? [i] : [])),
      [10, 11, 12, 13, 14],
    );
  });

  it('is soft at the edge: a pixel half covered is half as bright', () => {
    const dot = drawLine(blank, [1, 5, 5], { x: 2.5, y: 2.5 }, { x: 2.5, y: 2.5 }, { radius: 1, erases: false });
    assert.equal(dot[12], 255);
    assert.equal(dot[13], 128);
    // √2 away: 1.5 − 1.414.
    assert.equal(dot[18], Math.round(255 * (1.5 - Math.SQRT2)));
  });

  it('never darkens what was drawn, and erases it when told to', () => {
    const full = new Uint8Array(25).fill(200);
    const drawn = drawLine(full, [1, 5, 5], { x: 2.5, y: 2.5 }, { x: 2.5, y: 2.5 }, { radius: 1, erases: false });
    assert.deepEqual([drawn[12], drawn[13], drawn[0]], [255, 200, 200]);
    const erased = drawLine(full, [1, 5, 5], { x: 2.5, y: 2.5 }, { x: 2.5, y: 2.5 }, { radius: 1, erases: true });
    assert.deepEqual([erased[12], erased[13], erased[0]], [0, 127, 200]);
    assert.equal(full[12], 200);
  });

  it('draws in every channel, and what is outside not at all', () => {
    const drawn = drawLine(new Uint8Array(8), [2, 2, 2], { x: 0.5, y: 0.5 }, { x: 0.5, y: -9 }, pen);
    assert.deepEqual([...drawn], [255, 0, 0, 0, 255, 0, 0, 0]);
  });
});
