import { cast, equal, reshape } from '../ops/index.ts';
import type { Value } from '../program.ts';
import { constant } from '../values.ts';

/** 1 at each index along a new last axis of `depth`, else 0; an index outside gives zeros. int32 → float32. */
export function oneHot(indices: Value, depth: number): Value {
  const positions = constant(Int32Array.from({ length: depth }, (_, index) => index));
  return cast(equal(reshape(indices, [...indices.shape, 1]), positions), 'float32');
}
