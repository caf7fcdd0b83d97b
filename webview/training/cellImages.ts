/** Which images make a cell of the confusion matrix. */
import type { HeldOutPredictions } from '../../src/insight/results.ts';

/** A cell: images of class `truth` that were taken for `predicted`. */
export interface Cell {
  readonly truth: number;
  readonly predicted: number;
}

/** Their numbers in the held-out split, those that the model is surest of first. */
export function cellImages(
  { labels, predicted, confidence }: HeldOutPredictions,
  { truth, predicted: taken }: Cell,
): number[] {
  return Array.from({ length: labels.length }, (_, image) => image)
    .filter((image) => labels[image] === truth && predicted[image] === taken)
    .sort((a, b) => confidence[b]! - confidence[a]! || a - b);
}
