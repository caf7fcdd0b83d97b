import { add, multiply, subtract } from '../../tensor/ops/index.ts';
import type { Optimizer, OptimizerOf } from './optimizer.ts';

/** torch.optim.SGD with dampening 0: v ← μ·v + g, w ← w − η·v, or with Nesterov w ← w − η·(g + μ·v). */
export const sgd = ({ momentum, nesterov, weightDecay }: OptimizerOf<'sgd'>): Optimizer => ({
  slots: momentum === 0 ? [] : ['momentum'],
  scalars: ['learningRate'],
  scalarsAt: (_step, learningRate) => [learningRate],
  update({ parameter, gradient, slots: [velocity], scalars: [learningRate] }) {
    if (!learningRate) throw new Error('sgd needs its learning rate');
    const g = weightDecay === 0 ? gradient : add(gradient, multiply(parameter, weightDecay));
    if (!velocity) return { parameter: subtract(parameter, multiply(g, learningRate)), slots: [] };
    const v = add(multiply(velocity, momentum), g);
    const direction = nesterov ? add(g, multiply(v, momentum)) : v;
    return { parameter: subtract(parameter, multiply(direction, learningRate)), slots: [v] };
  },
});
