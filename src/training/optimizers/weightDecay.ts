import { add, multiply } from '../../tensor/ops/index.ts';
import type { Value } from '../../tensor/program.ts';

/** The gradient of the loss and of λ/2 · ‖w‖² by w (L2 penalty): g + λ·w. */
export const penalised = (gradient: Value, parameter: Value, weightDecay: number): Value =>
  weightDecay === 0 ? gradient : add(gradient, multiply(parameter, weightDecay));
