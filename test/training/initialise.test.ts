import assert from 'node:assert/strict';
import { convTranspose2d, model } from '../../src/cnn/index.ts';
import { modelBuffers, modelParameters } from '../../src/model/parameters.ts';
import { initialise } from '../../src/training/initialise.ts';
import { specOf } from '../model/build.ts';
import { tinyModel } from './tinyModel.ts';

describe('first weights', () => {
  const parameters = modelParameters(tinyModel());

  it("are spread as PyTorch's defaults: U(−1/√fanIn, 1/√fanIn) for weights and biases", () => {
    const tensors = initialise(parameters, 1);
    // dense(16) takes 4·4·4 = 64 values in: a bound of 1/8, a variance of bound²/3.
    const { shape, data } = tensors['dense_1.weight']!;
    assert.deepEqual(shape, [16, 64]);
    assert.ok(data.every((value) => Math.abs(value) <= 1 / 8));
    const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
    const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
    // Five standard errors for 1,024 values.
    assert.ok(Math.abs(mean) < 5 * (1 / 8 / Math.sqrt(3 * 1024)), `mean ${mean}`);
    assert.ok(Math.abs(variance / (1 / 64 / 3) - 1) < 5 * Math.sqrt(0.8 / 1024), `variance ${variance}`);
    assert.ok(tensors['dense_1.bias']!.data.every((value) => value !== 0 && Math.abs(value) <= 1 / 8));
    assert.ok(tensors['conv2d_1.weight']!.data.every((value) => Math.abs(value) <= 1 / 3));
  });

  it('change nothing in a normalisation', () => {
    const tensors = initialise([...parameters, ...modelBuffers(tinyModel())], 1);
    const values = ['weight', 'bias', 'running_mean', 'running_var'].map((name) => [
      ...new Set(tensors[`batchNorm2d_1.${name}`]!.data),
    ]);
    assert.deepEqual(values, [[1], [0], [0], [1]]);
  });

  it('draw the weights of a transposed convolution as PyTorch does', () => {
    // Of nn.ConvTranspose2d(64, 8, 5, groups=2): torch counts 4·5·5 values as its fan in, for the bias too.
    const spec = specOf(model({ input: [64, 4, 4], layers: [convTranspose2d(8, 5, { groups: 2 })] }));
    assert.deepEqual(
      modelParameters(spec).map(({ shape, initial }) => [shape, initial]),
      [
        [[64, 4, 5, 5], { kind: 'uniform', bound: 0.1 }],
        [[8], { kind: 'uniform', bound: 0.1 }],
      ],
    );
  });

  it('follow from the seed', () => {
    assert.deepEqual(initialise(parameters, 7), initialise(parameters, 7));
    assert.notDeepEqual(initialise(parameters, 7), initialise(parameters, 8));
  });
});
