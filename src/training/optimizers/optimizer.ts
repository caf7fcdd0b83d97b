/**
 * The interface of an update rule: pure arithmetic on values, the same for a single weight and a whole packed vector.
 */
import type { OptimizerSpec } from '../../model/spec.ts';
import type { Value } from '../../tensor/program.ts';

export interface Update {
  readonly parameter: Value;
  readonly gradient: Value;
  /** State beside each parameter, in the order of `slots`. */
  readonly slots: readonly Value[];
  /** Scalars of this step, in the order of `scalars`. */
  readonly scalars: readonly Value[];
}

/** An update rule with its settings. */
export interface Optimizer {
  /** Names of the state beside each parameter; it starts at zero. */
  readonly slots: readonly string[];
  /** Names of what `scalarsAt` gives. */
  readonly scalars: readonly string[];
  /** What changes from step to step, computed in float64. `step` counts from 1. */
  scalarsAt(step: number, learningRate: number): readonly number[];
  update(update: Update): { readonly parameter: Value; readonly slots: readonly Value[] };
}

/** Settings of one optimizer. */
export type OptimizerOf<Kind extends OptimizerSpec['kind']> = Extract<OptimizerSpec, { readonly kind: Kind }>;
