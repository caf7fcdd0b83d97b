/** The optimizer of a model file, read into its stored form. Names, meanings and defaults are PyTorch's. */
import * as l10n from '@vscode/l10n';
import type { Call } from '../cnn/record.ts';
import { Complaint, type Problems } from './problem.ts';
import { learningRate } from './schedules.ts';
import { type Fields, optional, readCall } from './signature.ts';
import type { OptimizerSpec } from './spec.ts';
import { boolean, number } from './values.ts';

const kinds = ['sgd', 'adam', 'adamW', 'rmsprop'] as const satisfies readonly OptimizerSpec['kind'][];

export const isOptimizerKind = (builder: string): builder is OptimizerSpec['kind'] =>
  kinds.some((kind) => kind === builder);

const decay = number({ from: 0, below: 1 });
const notNegative = number({ from: 0 });
const positive = number({ above: 0 });

/**
 * Reads the call of an optimizer's builder; `null` if something is wrong with it. `epochs`: the length of the training.
 */
export function readOptimizer(
  calls: readonly Call[],
  index: number,
  problems: Problems,
  epochs: number | undefined,
): OptimizerSpec | null {
  const { builder: kind = '', args = [] } = calls[index] ?? {};
  if (!isOptimizerKind(kind)) return null;
  function read<O extends Fields>(options: O) {
    const { complete, complaints } = readCall(kind, { positional: {}, options }, args);
    for (const complaint of complaints) problems.add(index, complaint);
    return complete;
  }
  const rate = (usual: number) =>
    optional(learningRate(calls, problems, epochs), { kind: 'constant', learningRate: usual });

  switch (kind) {
    case 'sgd': {
      const complete = read({
        learningRate: rate(0.001),
        momentum: optional(decay, 0),
        dampening: optional(number({ from: 0, most: 1 }), 0),
        nesterov: optional(boolean, false),
        weightDecay: optional(notNegative, 0),
      });
      if (complete?.nesterov) checkNesterov(complete, index, problems);
      return complete && { kind, ...complete };
    }
    case 'adam':
    case 'adamW': {
      const complete = read({
        learningRate: rate(0.001),
        beta1: optional(decay, 0.9),
        beta2: optional(decay, 0.999),
        epsilon: optional(positive, 1e-8),
        weightDecay: optional(notNegative, kind === 'adamW' ? 0.01 : 0),
      });
      return complete && { kind, ...complete };
    }
    case 'rmsprop': {
      const complete = read({
        learningRate: rate(0.01),
        alpha: optional(decay, 0.99),
        epsilon: optional(positive, 1e-8),
        momentum: optional(decay, 0),
        centered: optional(boolean, false),
        weightDecay: optional(notNegative, 0),
      });
      return complete && { kind, ...complete };
    }
    default:
      return kind satisfies never;
  }
}

/** As in PyTorch, Nesterov momentum needs a momentum and no dampening. */
function checkNesterov(
  { momentum, dampening }: { readonly momentum: number; readonly dampening: number },
  index: number,
  problems: Problems,
): void {
  if (momentum === 0) {
    const message = l10n.t('nesterov needs momentum above 0. Add momentum: 0.9.');
    const title = l10n.t('Add momentum: 0.9');
    const remedy = { kind: 'set', title, path: [0, 'momentum'], text: '0.9' } as const;
    problems.add(index, new Complaint('nesterov-without-momentum', [0, 'nesterov'], message, [remedy]));
  }
  if (dampening > 0) {
    const message = l10n.t('nesterov needs dampening 0; it is {0}. Remove one of them.', dampening);
    const path = [0, 'dampening'];
    const remedy = { kind: 'drop', title: l10n.t('Remove {0}', 'dampening'), path } as const;
    problems.add(index, new Complaint('nesterov-with-dampening', path, message, [remedy]));
  }
}
