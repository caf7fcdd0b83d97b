import { batchStatistics } from '../../tensor/functions/batchStatistics.ts';
import { scaleChannels } from '../../tensor/functions/normalise.ts';
import { add, divide, multiply, batchNorm2d as normalise, reshape, sqrt, subtract } from '../../tensor/ops/index.ts';
import type { Value } from '../../tensor/program.ts';
import { sizeOf } from '../../tensor/shape.ts';
import { constant } from '../../tensor/values.ts';
import { affineParameters } from '../initial.ts';
import { optional } from '../signature.ts';
import { boolean, number } from '../values.ts';
import { defineLayer } from './definition.ts';
import { featureMap } from './shapes.ts';

/**
 * Normalises each channel over the batch in training, by running statistics otherwise; as PyTorch's
 * `nn.BatchNorm2d`: the batch is divided by its population's deviation, the running variance is unbiased.
 */
export const batchNorm2d = defineLayer(
  {
    positional: {},
    options: {
      epsilon: optional(number({ above: 0 }), 1e-5),
      momentum: optional(number({ from: 0, most: 1 }), 0.1),
      affine: optional(boolean, true),
    },
    inferred: { name: 'num_features', index: 0 },
  },
  ({ momentum, epsilon, affine }) => ({
    output: ([input]) => featureMap('batchNorm2d', input),
    parameters: ([[channels = 0]]) => affineParameters([channels], affine),
    buffers: ([[channels = 0]]) => [
      { name: 'running_mean', shape: [channels], initial: { kind: 'constant', value: 0 } },
      { name: 'running_var', shape: [channels], initial: { kind: 'constant', value: 1 } },
    ],
    lower({ inputs: [x], training, parameter, update }) {
      const [runningMean, runningVariance] = [parameter('running_mean'), parameter('running_var')];
      const all = (value: number) => constant(new Float32Array(sizeOf(runningMean.shape)).fill(value));
      const [weight, bias] = affine ? [parameter('weight'), parameter('bias')] : [all(1), all(0)];
      if (!training) {
        const scale = divide(weight, sqrt(add(runningVariance, epsilon)));
        return scaleChannels(x, scale, subtract(bias, multiply(runningMean, scale)));
      }
      const { mean, variance } = batchStatistics(x);
      const count = sizeOf(x.shape) / sizeOf(runningMean.shape);
      // A single value has no unbiased variance: PyTorch refuses it, we use 0.
      const unbiased = multiply(variance, count / Math.max(count - 1, 1));
      const blend = (running: Value, now: Value) =>
        add(multiply(running, 1 - momentum), multiply(reshape(now, running.shape), momentum));
      update('running_mean', blend(runningMean, mean));
      update('running_var', blend(runningVariance, unbiased));
      return normalise(x, weight, bias, epsilon);
    },
  }),
);
