import assert from 'node:assert/strict';
import { bytePixels } from '../../../webview/image/bytes.ts';
import { rangeOf } from '../../../webview/image/values.ts';

describe('ranges of colours', () => {
  it('reach as far to both sides of zero where they are centred', () => {
    assert.deepEqual(rangeOf(-1, 3, true), { low: -3, high: 3 });
    assert.deepEqual(rangeOf(2, 3, true), { low: -3, high: 3 });
    assert.deepEqual(rangeOf(-1, 3, false), { low: -1, high: 3 });
  });

  it('are empty where there is no number', () => {
    assert.deepEqual(rangeOf(Number.NaN, Number.NaN, true), { low: 0, high: 0 });
  });
});

describe('pictures of bytes', () => {
  it('are grey with one channel, and in colour with three', () => {
    assert.deepEqual([...bytePixels(Uint8Array.of(7, 9), [1, 1, 2])], [7, 7, 7, 255, 9, 9, 9, 255]);
    assert.deepEqual([...bytePixels(Uint8Array.of(1, 2, 3), [3, 1, 1])], [1, 2, 3, 255]);
  });
});
