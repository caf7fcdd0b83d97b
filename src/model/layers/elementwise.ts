/** Layers that map each value by itself. */
import type { Value } from '../../tensor/program.ts';
import { defineLayer, type LayerDefinition } from './definition.ts';

/** An activation without attributes. */
export function elementwise(apply: (x: Value) => Value): LayerDefinition<Readonly<Record<never, never>>> {
  return defineLayer({ positional: {}, options: {} }, () => ({
    output: ([input]) => input,
    lower: ({ inputs: [x] }) => apply(x),
  }));
}
