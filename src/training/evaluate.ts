/** Loss, accuracy, top-5 and confusion of a model on the held-out split, in evaluation mode. */
import { BatchGatherer } from '../data/batches.ts';
import type { DataSet } from '../data/dataSet.ts';
import { thresholdOf } from '../model/losses.ts';
import type { TrainingSpec } from '../model/spec.ts';
import type { Evaluation } from './layout.ts';
import type { Session } from './session.ts';

export async function evaluate(
  session: Session,
  data: DataSet,
  { batchSize, loss: lossSpec }: Pick<TrainingSpec, 'batchSize' | 'loss'>,
): Promise<Evaluation> {
  const { validation, classNames } = data;
  const classes = classNames.length;
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const batches = new BatchGatherer(validation, batchSize);
  let lossSum = 0;
  let correct = 0;
  let inTop5 = 0;
  for (let index = 0; index < batches.count; index++) {
    const batch = batches.gather(index);
    const { loss, logits } = await session.evaluate(batch);
    lossSum += loss * batch.size;
    const outputs = logits.length / batch.size;
    for (let image = 0; image < batch.size; image++) {
      const row = logits.subarray(image * outputs, (image + 1) * outputs);
      // A single output stands for class 1, against the threshold for class 0.
      const scores = outputs === 1 ? Float32Array.of(thresholdOf(lossSpec), ...row) : row;
      const label = batch.labels[image]!;
      const predicted = scores.reduce((best, score, c) => (score > scores[best]! ? c : best), 0);
      confusion[label]![predicted]! += 1;
      if (predicted === label) correct++;
      if (rankOf(label, scores) < 5) inTop5++;
    }
  }
  return {
    images: validation.count,
    loss: lossSum / validation.count,
    accuracy: correct / validation.count,
    top5Accuracy: inTop5 / validation.count,
    classNames,
    confusion,
  };
}

/** The rank of a class: how many score higher; on ties the lower class counts as higher. */
function rankOf(label: number, scores: Float32Array): number {
  const own = scores[label]!;
  let rank = 0;
  for (let c = 0; c < scores.length; c++) if (scores[c]! > own || (scores[c] === own && c < label)) rank++;
  return rank;
}
