import { reshape, sum } from '../ops/index.ts';
import type { Value } from '../program.ts';

/** Gradient by an input that was broadcast: summed over what it was repeated along. */
export function sumTo(gradient: Value, input: Value): Value {
  const added = gradient.shape.length - input.shape.length;
  const axes = gradient.shape.flatMap((size, axis) =>
    size !== (input.shape[axis - added] ?? 1) || axis < added ? [axis] : [],
  );
  return reshape(sum(gradient, axes), input.shape);
}
