import { argmax, cast, equal, greater, reshape, sum } from '../ops/index.ts';
import type { Value } from '../program.ts';

/** Number of rows of scores `[N, C]` whose largest value is at the label `[N]` (int32), as a float32 scalar. */
export const countLargest = (scores: Value, labels: Value): Value => countEqual(argmax(scores, 1), labels);

/**
 * Number of scores `[N, 1]` that are above the threshold for a label `[N]` (int32) of 1, or not above it for 0, as a
 * float32 scalar.
 */
export const countAbove = (scores: Value, labels: Value, threshold: number): Value =>
  countEqual(cast(greater(reshape(scores, labels.shape), threshold), 'int32'), labels);

const countEqual = (found: Value, labels: Value): Value => sum(cast(equal(found, labels), 'float32'));
