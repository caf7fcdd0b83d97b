/** The images in a cell of the confusion matrix. */
import type { HeldOutPredictions } from '../../src/insight/results.ts';

/** A cell: images of class `truth` that were taken for `predicted`. */
export interface Cell {
  readonly truth: number;
  readonly predicted: number;
}

/** Their indices in the held-out split, most confident first. */
export function cellImages(
  { labels, predicted, confidence }: HeldOutPredictions,
  { truth, predicted: taken }: Cell,
): number[] {
  return Array.from({ length: labels.length }, (_, image) => image)
    .filter((image) => labels[image] === truth && predicted[image] === taken)
    .sort((a, b) => confidence[b]! - confidence[a]! || a - b);
}
