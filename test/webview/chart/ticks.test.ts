import assert from 'node:assert/strict';
import { isLogTick } from '../../../webview/chart/ticks.ts';

describe('isLogTick', () => {
  it('takes 1, 2 and 5 of every power of ten', () => {
    const candidates = [-4, -3, -2, -1, 0, 1].flatMap((power) =>
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => Number(`${digit}e${power}`)),
    );
    const taken = candidates.filter(isLogTick).map((value) => value.toExponential(0)[0]);
    assert.equal(taken.join(''), '125'.repeat(6));
  });
});
