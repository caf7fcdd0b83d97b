import { add, divide, multiply, sqrt, subtract } from '../../tensor/ops/index.ts';
import type { Optimizer, OptimizerOf } from './optimizer.ts';

/**
 * Adam (Kingma & Ba, 2015) as torch.optim.Adam has it: m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g²,
 * w ← w − η/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε).
 */
export const adam = ({ beta1, beta2, epsilon, weightDecay }: OptimizerOf<'adam'>): Optimizer => ({
  slots: ['firstMoment', 'secondMoment'],
  scalars: ['stepSize', 'correction'],
  scalarsAt: (step, learningRate) => [learningRate / (1 - beta1 ** step), 1 / Math.sqrt(1 - beta2 ** step)],
  update({ parameter, gradient, slots: [first, second], scalars: [stepSize, correction] }) {
    if (!first || !second || !stepSize || !correction) throw new Error('adam needs two moments and two scalars');
    const g = weightDecay === 0 ? gradient : add(gradient, multiply(parameter, weightDecay));
    const m = add(multiply(first, beta1), multiply(g, 1 - beta1));
    const v = add(multiply(second, beta2), multiply(multiply(g, g), 1 - beta2));
    const size = add(multiply(sqrt(v), correction), epsilon);
    return { parameter: subtract(parameter, multiply(divide(m, size), stepSize)), slots: [m, v] };
  },
});
