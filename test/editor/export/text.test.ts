import assert from 'node:assert/strict';
import path from 'node:path';
import { formatItems, proposedFolder, weightsItems } from '../../../src/editor/export/text.ts';
import { exportFormats } from '../../../src/export/exportModel.ts';
import type { EpochEvent } from '../../../src/training/events.ts';

describe('texts of an export', () => {
  it('have a line for every format', () => {
    assert.deepEqual(
      formatItems().map(({ format }) => format),
      exportFormats,
    );
    for (const { detail } of formatItems()) assert.match(detail, /^model\.\w+/);
  });

  const epoch = (number: number, validationAccuracy: number): EpochEvent => ({
    event: 'epoch',
    epoch: number,
    step: 10 * number,
    trainLoss: 1,
    trainAccuracy: 0.5,
    validationLoss: 1,
    validationAccuracy,
    seconds: number,
    imagesPerSecond: 1,
  });
  const epochs = [epoch(1, 0.5), epoch(2, 0.75), epoch(3, 0.875)];

  it('offer the latest weights first, which are those of the last epoch of a run that is done', () => {
    assert.deepEqual(weightsItems([0, 2, 3], true, epochs), [
      { epoch: null, label: 'Latest weights', description: 'validation accuracy 87.5%' },
      { epoch: 2, label: 'After epoch 2', description: 'validation accuracy 75.0%' },
      { epoch: 0, label: 'Before training', description: '' },
    ]);
    assert.equal(weightsItems([0], true, []).length, 1);
  });

  it('keep the last epoch of a run that stopped within the next', () => {
    assert.deepEqual(
      weightsItems([0, 3], false, epochs).map(({ epoch, description }) => [epoch, description]),
      [
        [null, ''],
        [3, 'validation accuracy 87.5%'],
        [0, ''],
      ],
    );
  });

  it('propose a folder that is not there yet, under a name that every system takes', () => {
    const taken = [path.join('models', 'my-net-onnx'), path.join('models', 'my-net-onnx-2')];
    const proposed = proposedFolder('models', 'my net', 'onnx', (folder) => taken.includes(folder));
    assert.equal(proposed, path.join('models', 'my-net-onnx-3'));
    assert.equal(
      proposedFolder('models', 'net: a/b?', 'pytorch', () => false),
      path.join('models', 'net-a-b--pytorch'),
    );
  });
});
