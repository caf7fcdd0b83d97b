/** Gradient clipping. */
import type { TrainingSpec } from '../model/spec.ts';
import { add, divide, maximum, minimum, multiply, sqrt, sum } from '../tensor/ops/index.ts';
import type { Value } from '../tensor/program.ts';

export type Clipping = Pick<TrainingSpec, 'clipGradNorm' | 'clipGradValue'>;

/** The gradients of all parameters, clipped for the optimizer. */
export function clipped(gradients: readonly Value[], { clipGradNorm, clipGradValue }: Clipping): readonly Value[] {
  if (clipGradValue !== null) {
    return gradients.map((gradient) => minimum(maximum(gradient, -clipGradValue), clipGradValue));
  }
  return clipGradNorm === null ? gradients : clippedByNorm(gradients, clipGradNorm);
}

/** As torch.nn.utils.clip_grad_norm_: all times min(1, maxNorm / (‖g‖ + 1e-6)), ‖g‖ over all of them together. */
function clippedByNorm(gradients: readonly Value[], maxNorm: number): readonly Value[] {
  const [first, ...rest] = gradients.map((gradient) => sum(multiply(gradient, gradient)));
  if (!first) return gradients;
  const norm = sqrt(rest.reduce((total, square) => add(total, square), first));
  const factor = minimum(divide(maxNorm, add(norm, 1e-6)), 1);
  return gradients.map((gradient) => multiply(gradient, factor));
}
