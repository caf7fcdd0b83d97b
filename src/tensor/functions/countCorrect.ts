import { argmax, cast, equal, sum } from '../ops/index.ts';
import type { Value } from '../program.ts';

/** How many rows of logits `[N, C]` have their largest value at the label `[N]` (int32); a float32 scalar. */
export const countCorrect = (logits: Value, labels: Value): Value =>
  sum(cast(equal(argmax(logits, 1), labels), 'float32'));
