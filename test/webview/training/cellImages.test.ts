import assert from 'node:assert/strict';
import { cellImages } from '../../../webview/training/cellImages.ts';

describe('images of a cell of the confusion matrix', () => {
  const predictions = {
    labels: Uint8Array.of(4, 4, 9, 4, 4, 4),
    predicted: Uint16Array.of(9, 4, 9, 9, 9, 9),
    confidence: Float32Array.of(0.6, 0.9, 0.99, 0.8, 0.6, 0.7),
    probabilityOfLabel: Float32Array.of(0.3, 0.9, 0.99, 0.1, 0.2, 0.3),
  };

  it('are those of its class taken for the other, the surest first, of equals the earlier', () => {
    assert.deepEqual(cellImages(predictions, { truth: 4, predicted: 9 }), [3, 5, 0, 4]);
    assert.deepEqual(cellImages(predictions, { truth: 4, predicted: 4 }), [1]);
  });

  it('are none where nothing was mistaken', () => {
    assert.deepEqual(cellImages(predictions, { truth: 9, predicted: 4 }), []);
  });
});
