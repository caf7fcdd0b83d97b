import { batchStatistics } from '../functions/batchStatistics.ts';
import { add, divide, multiply, reshape, sqrt, sum } from '../ops/index.ts';
import { allButChannels } from '../ops/reduction.ts';
import type { GradientRule } from './rule.ts';

/**
 * With c = x − mean and s = 1/√(variance + ε): db = Σ dy, dw = s·Σ dy·c and
 * dx = w·s·dy − (w·s³·mean(dy·c))·c − w·s·mean(dy), in as few passes over the images as it can be.
 */
export const gradient: GradientRule<'batchNorm2d'> = (dy, { inputs: [x, weight], attributes: { epsilon } }) => {
  const { centred, variance } = batchStatistics(x);
  const inverse = divide(1, sqrt(add(variance, epsilon)));
  const count = x.shape.reduce((product, size, axis) => (allButChannels.includes(axis) ? product * size : product), 1);
  const total = sum(dy, allButChannels, true);
  const correlation = sum(multiply(dy, centred), allButChannels, true);
  const scale = multiply(reshape(weight, variance.shape), inverse);
  const slope = multiply(multiply(scale, multiply(inverse, inverse)), multiply(correlation, -1 / count));
  const shift = multiply(scale, multiply(total, -1 / count));
  return [
    add(add(multiply(dy, scale), multiply(centred, slope)), shift),
    reshape(multiply(correlation, inverse), weight.shape),
    reshape(total, weight.shape),
  ];
};
