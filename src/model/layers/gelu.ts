import { gelu as exact } from '../../tensor/functions/activations.ts';
import { add, multiply, tanh } from '../../tensor/ops/index.ts';
import type { Value } from '../../tensor/program.ts';
import { optional } from '../signature.ts';
import { oneOf } from '../values.ts';
import { defineLayer } from './definition.ts';

export const gelu = defineLayer(
  { positional: {}, options: { approximate: optional(oneOf('none', 'tanh'), 'none') } },
  ({ approximate }) => ({
    output: ([input]) => input,
    lower: ({ inputs: [x] }) => (approximate === 'tanh' ? approximation(x) : exact(x)),
  }),
);

/** ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))). Hendrycks & Gimpel, 2016. */
function approximation(x: Value): Value {
  const cube = multiply(multiply(x, x), x);
  const inner = multiply(add(x, multiply(cube, 0.044715)), Math.sqrt(2 / Math.PI));
  return multiply(multiply(x, 0.5), add(tanh(inner), 1));
}
