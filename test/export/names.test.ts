import assert from 'node:assert/strict';
import { conv2d, flatten, model } from '../../src/cnn/index.ts';
import { className, stateNames } from '../../src/export/names.ts';
import { specOf } from '../model/build.ts';

describe('names in an export', () => {
  it('make a class of any model name', () => {
    for (const [name, expected] of [
      ['LeNet-5', 'LeNet5'],
      ['résnet 20!', 'Resnet20'],
      ['tiny-resnet', 'TinyResnet'],
      ['3×3', 'Net33'],
      ['class', 'Class'],
      ['true', 'NetTrue'],
      ['None', 'NetNone'],
      ['path', 'NetPath'],
      ['F', 'NetF'],
      ['сеть', 'Net'],
      ['"""; import os', 'ImportOs'],
      ['MobileNetV2, small', 'MobileNetV2Small'],
    ] as const) {
      assert.equal(className(name), expected);
    }
  });

  it('keep those of layers, but for those that Python or PyTorch have taken', () => {
    const layers = ['conv', 'class', 'class_', 'train', '_private', '__init__'].map((name) => conv2d(1, 1, { name }));
    const name = stateNames(specOf(model({ input: [1, 2, 2], layers: [...layers, flatten()] })));
    assert.equal(name('conv.weight'), 'conv.weight');
    assert.deepEqual(
      ['class', 'class_', 'train', '_private', '__init__'].map((layer) => name(`${layer}.bias`)),
      ['class_.bias', 'class__.bias', 'train_.bias', 'layer_private.bias', 'layer__init__.bias'],
    );
  });
});
