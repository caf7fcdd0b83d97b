import assert from 'node:assert/strict';
import { bytePixels } from '../../../webview/image/bytes.ts';

describe('pictures of bytes', () => {
  it('are grey with one channel, and in colour with three', () => {
    assert.deepEqual([...bytePixels(Uint8Array.of(7, 9), [1, 1, 2])], [7, 7, 7, 255, 9, 9, 9, 255]);
    assert.deepEqual([...bytePixels(Uint8Array.of(1, 2, 3), [3, 1, 1])], [1, 2, 3, 255]);
  });
});
