import { add, divide, multiply, relu, sqrt, subtract } from '../../tensor/ops/index.ts';
import type { Value } from '../../tensor/program.ts';
import type { Optimizer, OptimizerOf } from './optimizer.ts';
import { penalised } from './weightDecay.ts';

/**
 * RMSprop (Hinton, 2012; centered: Graves, 2013) as torch.optim.RMSprop has it: s ← α·s + (1 − α)·g²,
 * v ← μ·v + g / (√s + ε), w ← w − η·v. Centered, m ← α·m + (1 − α)·g, and √(s − m²) takes the place of √s.
 */
export const rmsprop = ({ alpha, epsilon, momentum, centered, weightDecay }: OptimizerOf<'rmsprop'>): Optimizer => ({
  slots: ['squareAverage', ...(centered ? ['gradientAverage'] : []), ...(momentum > 0 ? ['momentum'] : [])],
  scalars: ['learningRate'],
  scalarsAt: (_step, learningRate) => [learningRate],
  update({ parameter, gradient, slots: [square, ...others], scalars: [learningRate] }) {
    if (!square || !learningRate) throw new Error('rmsprop needs its average and its learning rate');
    const g = penalised(gradient, parameter, weightDecay);
    const average = (before: Value, now: Value) => add(multiply(before, alpha), multiply(now, 1 - alpha));
    const s = average(square, multiply(g, g));
    const mean = centered ? average(others[0]!, g) : null;
    // Rounding can make a variance of nearly zero negative.
    const size = mean ? sqrt(relu(subtract(s, multiply(mean, mean)))) : sqrt(s);
    const scaled = divide(g, add(size, epsilon));
    const velocity = momentum > 0 ? add(multiply(others.at(-1)!, momentum), scaled) : null;
    return {
      parameter: subtract(parameter, multiply(velocity ?? scaled, learningRate)),
      slots: [s, ...(mean ? [mean] : []), ...(velocity ? [velocity] : [])],
    };
  },
});
