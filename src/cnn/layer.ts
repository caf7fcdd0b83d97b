/** What all layer builders share. */
import { type LayerKind, type MergeKind, type Recorded, record } from './record.ts';
import type { Layer, Tensor } from './types.ts';

/** A layer of some kind, with the builder's arguments as they were given. */
export function layer(kind: Exclude<LayerKind, MergeKind>, args: readonly unknown[]): Layer {
  return applicable(record('layer', kind, args));
}

/** Makes a recorded layer callable on tensors. */
export function applicable(made: Recorded<'layer'>): Layer {
  const apply = (...inputs: Tensor[]): Tensor => record('tensor', 'apply', inputs, made);
  return Object.assign(apply, made);
}
