/** Sums over a confusion matrix; `confusion[true class][predicted class]` counts images. */

export interface ConfusionTotals {
  readonly images: number;
  readonly correct: number;
  readonly byTruth: readonly number[];
  readonly byPrediction: readonly number[];
  /** The largest count off the diagonal. */
  readonly mostWrong: number;
}

type Confusion = readonly (readonly number[])[];

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

export function confusionTotals(confusion: Confusion): ConfusionTotals {
  const byTruth = confusion.map(sum);
  return {
    images: sum(byTruth),
    correct: sum(confusion.map((row, truth) => row[truth] ?? 0)),
    byTruth,
    byPrediction: confusion.map((_, predicted) => sum(confusion.map((row) => row[predicted] ?? 0))),
    mostWrong: worstPairs(confusion, 1)[0]?.count ?? 0,
  };
}

/** The most common errors, most frequent first. */
export function worstPairs(
  confusion: Confusion,
  most: number,
): { readonly truth: number; readonly predicted: number; readonly count: number }[] {
  return confusion
    .flatMap((row, truth) => row.map((count, predicted) => ({ truth, predicted, count })))
    .filter(({ truth, predicted, count }) => truth !== predicted && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, most);
}
