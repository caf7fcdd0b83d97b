import { slice } from '../ops/index.ts';
import { dimension } from '../shape.ts';
import type { GradientRule } from './rule.ts';

/** Each takes back its own part. */
export const gradient: GradientRule<'concat'> = (dy, { inputs, attributes: { axis } }) => {
  let offset = 0;
  return inputs.map(({ shape }) => {
    const start = shape.map((_, each) => (each === axis ? offset : 0));
    offset += dimension(shape, axis);
    return slice(dy, start, shape);
  });
};
