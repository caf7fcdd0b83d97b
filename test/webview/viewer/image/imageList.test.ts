import assert from 'node:assert/strict';
import { imageList } from '../../../../webview/viewer/image/imageList.ts';

describe('list of images', () => {
  const labels = Uint8Array.of(1, 0, 1, 2, 1);
  const probabilityOfLabel = Float32Array.of(0.9, 0.5, 0.1, 0.2, 0.1);

  it('has all of them as in the data', () => {
    assert.deepEqual(imageList(labels, { label: null, probabilityOfLabel: null }), [0, 1, 2, 3, 4]);
  });

  it('has those of a class, none of a class without images', () => {
    assert.deepEqual(imageList(labels, { label: 1, probabilityOfLabel: null }), [0, 2, 4]);
    assert.deepEqual(imageList(labels, { label: 9, probabilityOfLabel: null }), []);
  });

  it('begins with the most wrong, of equals with the first', () => {
    assert.deepEqual(imageList(labels, { label: null, probabilityOfLabel }), [2, 4, 3, 1, 0]);
    assert.deepEqual(imageList(labels, { label: 1, probabilityOfLabel }), [2, 4, 0]);
  });
});
