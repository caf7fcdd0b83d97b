/** The prediction of a classifier for an image. */
import type { LossSpec } from '../model/spec.ts';

export interface Guess {
  /** From 0. */
  readonly label: number;
  readonly className: string;
  /** From 0 to 1; for a model trained by mean squared error, the output itself, which may lie outside. */
  readonly probability: number;
}

/**
 * The likeliest classes first, lower labels first on ties, as in the evaluation of a run. `loss`: see `probabilities`.
 */
export function topGuesses(
  outputs: Float32Array,
  loss: LossSpec['kind'],
  classNames: readonly string[],
  count = 5,
): Guess[] {
  const likely = probabilities(outputs, loss);
  return [...likely.keys()]
    .sort((a, b) => likely[b]! - likely[a]! || a - b)
    .slice(0, count)
    .map((label) => ({ label, className: classNames[label] ?? String(label), probability: likely[label]! }));
}

/**
 * The probabilities that a loss assigns to a model's outputs, by class, in float64; a single output tells class 1 from
 * class 0.
 */
export function probabilities(outputs: Float32Array, loss: LossSpec['kind']): Float64Array {
  const single = outputs.length === 1;
  switch (loss) {
    case 'crossEntropy':
      return softmax(outputs);
    case 'binaryCrossEntropy':
      return single ? softmax(Float32Array.of(0, ...outputs)) : Float64Array.from(outputs, sigmoid);
    case 'meanSquaredError':
      return single ? Float64Array.of(1 - outputs[0]!, outputs[0]!) : Float64Array.from(outputs);
    default:
      return loss satisfies never;
  }
}

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

function softmax(logits: Float32Array): Float64Array {
  const largest = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const powers = Float64Array.from(logits, (logit) => Math.exp(logit - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
