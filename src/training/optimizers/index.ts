/** All optimizers, by their kind in a model file. */
import type { OptimizerSpec } from '../../model/spec.ts';
import { adam } from './adam.ts';
import type { Optimizer } from './optimizer.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

export type { Optimizer } from './optimizer.ts';

export function createOptimizer(spec: OptimizerSpec): Optimizer {
  switch (spec.kind) {
    case 'sgd':
      return sgd(spec);
    case 'adam':
    case 'adamW':
      return adam(spec);
    case 'rmsprop':
      return rmsprop(spec);
    default:
      return spec satisfies never;
  }
}
