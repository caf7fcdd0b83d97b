/** Published accuracies, against the zoo. */
import assert from 'node:assert/strict';
import { publishedAccuracies } from '../../src/model/published.ts';
import { zoo } from '../../src/model/zoo.ts';

/** Billions of multiply-adds that torchvision gives of the same weights ("GFLOPS" of its table). */
const operationsOfTorchvision: Readonly<Record<string, number>> = {
  'alexnet-torchvision.cnn.ts': 0.714,
  'vgg16.cnn.ts': 15.47,
  'googlenet.cnn.ts': 1.498,
  'resnet18.cnn.ts': 1.814,
  'resnet50.cnn.ts': 4.089,
  'squeezenet.cnn.ts': 0.349,
  'densenet121.cnn.ts': 2.834,
  'mobilenetv2.cnn.ts': 0.301,
};

describe('published accuracies', () => {
  it('are of networks of the zoo for ImageNet, whose operations are those of the published weights', () => {
    for (const { file } of publishedAccuracies) {
      const model = zoo().find((one) => one.file === file);
      assert.equal(model?.images, 'imagenet', file);
      assert.equal(Math.round(model.macs / 1e6) / 1e3, operationsOfTorchvision[file], file);
    }
  });

  it('are there for every such network but AlexNet of 2012, whose paper averages ten crops', () => {
    const files = new Set(publishedAccuracies.map(({ file }) => file));
    const without = zoo().filter(({ images, file }) => images === 'imagenet' && !files.has(file));
    assert.deepEqual(
      without.map(({ name }) => name),
      ['AlexNet'],
    );
  });

  it('say of which weights they are', () => {
    for (const { top1, source } of publishedAccuracies) {
      assert.match(source, /^torchvision, \w+_Weights\.IMAGENET1K_V1$/);
      assert.ok(top1 > 0.5 && top1 < 0.8);
    }
  });
});
