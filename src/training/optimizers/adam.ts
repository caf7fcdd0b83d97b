import { add, divide, multiply, sqrt, subtract } from '../../tensor/ops/index.ts';
import type { Optimizer, OptimizerOf } from './optimizer.ts';
import { penalised } from './weightDecay.ts';

/**
 * Adam (Kingma & Ba, 2015) as torch.optim.Adam has it: m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g²,
 * w ← w − η/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε). The weight decay λ is part of g; AdamW (Loshchilov & Hutter,
 * 2019) leaves g as it is and takes it from the weights before: w ← (1 − η·λ)·w.
 */
export const adam = ({ kind, beta1, beta2, epsilon, weightDecay }: OptimizerOf<'adam' | 'adamW'>): Optimizer => {
  const isDecoupled = kind === 'adamW' && weightDecay > 0;
  return {
    slots: ['firstMoment', 'secondMoment'],
    scalars: ['stepSize', 'correction', ...(isDecoupled ? ['kept'] : [])],
    scalarsAt: (step, learningRate) => [
      learningRate / (1 - beta1 ** step),
      1 / Math.sqrt(1 - beta2 ** step),
      ...(isDecoupled ? [1 - learningRate * weightDecay] : []),
    ],
    update({ parameter, gradient, slots: [first, second], scalars: [stepSize, correction, kept] }) {
      if (!first || !second || !stepSize || !correction) throw new Error('adam needs two moments and two scalars');
      const g = isDecoupled ? gradient : penalised(gradient, parameter, weightDecay);
      const m = add(multiply(first, beta1), multiply(g, 1 - beta1));
      const v = add(multiply(second, beta2), multiply(multiply(g, g), 1 - beta2));
      const size = add(multiply(sqrt(v), correction), epsilon);
      const before = kept ? multiply(parameter, kept) : parameter;
      return { parameter: subtract(before, multiply(divide(m, size), stepSize)), slots: [m, v] };
    },
  };
};
