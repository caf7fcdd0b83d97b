import { add, multiply, subtract } from '../../tensor/ops/index.ts';
import type { Optimizer, OptimizerOf } from './optimizer.ts';
import { penalised } from './weightDecay.ts';

/**
 * torch.optim.SGD: v ← μ·v + (1 − dampening)·g, w ← w − η·v, or with Nesterov w ← w − η·(g + μ·v). The first
 * gradient is not dampened.
 */
export const sgd = ({ momentum, dampening, nesterov, weightDecay }: OptimizerOf<'sgd'>): Optimizer => {
  const isDampened = momentum > 0 && dampening > 0;
  return {
    slots: momentum === 0 ? [] : ['momentum'],
    scalars: ['learningRate', ...(isDampened ? ['share'] : [])],
    scalarsAt: (step, learningRate) => [learningRate, ...(isDampened ? [step === 1 ? 1 : 1 - dampening] : [])],
    update({ parameter, gradient, slots: [velocity], scalars: [learningRate, share] }) {
      if (!learningRate) throw new Error('sgd needs its learning rate');
      const g = penalised(gradient, parameter, weightDecay);
      if (!velocity) return { parameter: subtract(parameter, multiply(g, learningRate)), slots: [] };
      const v = add(multiply(velocity, momentum), share ? multiply(g, share) : g);
      const direction = nesterov ? add(g, multiply(v, momentum)) : v;
      return { parameter: subtract(parameter, multiply(direction, learningRate)), slots: [v] };
    },
  };
};
