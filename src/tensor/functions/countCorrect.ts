import { argmax, cast, equal, greater, reshape, sum } from '../ops/index.ts';
import type { Value } from '../program.ts';

/** How many rows of scores `[N, C]` have their largest value at the label `[N]` (int32); a float32 scalar. */
export const countLargest = (scores: Value, labels: Value): Value => countEqual(argmax(scores, 1), labels);

/** How many single scores `[N, 1]` are above the threshold where the label `[N]` (int32) is 1, and not where 0. */
export const countAbove = (scores: Value, labels: Value, threshold: number): Value =>
  countEqual(cast(greater(reshape(scores, labels.shape), threshold), 'int32'), labels);

const countEqual = (found: Value, labels: Value): Value => sum(cast(equal(found, labels), 'float32'));
