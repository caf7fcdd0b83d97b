/** Optimizers in PyTorch. */
import type { OptimizerSpec } from '../../model/spec.ts';
import { namedRate } from '../../training/schedule.ts';
import { type Keyword, pythonBool, pythonCall, pythonTuple } from './python.ts';

/** The optimizer for `model.parameters()`, with the learning rate that a schedule starts from. */
export function optimizerCall(spec: OptimizerSpec): string {
  const rate: Keyword = ['lr', `${namedRate(spec.learningRate)}`, ''];
  const decay = (fallback: string): Keyword => ['weight_decay', `${spec.weightDecay}`, fallback];
  const call = (name: string, keywords: readonly Keyword[]) =>
    pythonCall(`torch.optim.${name}`, ['model.parameters()'], [rate, ...keywords]);
  switch (spec.kind) {
    case 'sgd':
      return call('SGD', [
        ['momentum', `${spec.momentum}`, '0'],
        ['dampening', `${spec.dampening}`, '0'],
        decay('0'),
        ['nesterov', pythonBool(spec.nesterov), 'False'],
      ]);
    case 'adam':
    case 'adamW':
      return call(spec.kind === 'adam' ? 'Adam' : 'AdamW', [
        ['betas', pythonTuple([spec.beta1, spec.beta2]), '(0.9, 0.999)'],
        ['eps', `${spec.epsilon}`, '1e-8'],
        decay(spec.kind === 'adam' ? '0' : '0.01'),
      ]);
    case 'rmsprop':
      return call('RMSprop', [
        ['alpha', `${spec.alpha}`, '0.99'],
        ['eps', `${spec.epsilon}`, '1e-8'],
        decay('0'),
        ['momentum', `${spec.momentum}`, '0'],
        ['centered', pythonBool(spec.centered), 'False'],
      ]);
    default:
      return spec satisfies never;
  }
}
