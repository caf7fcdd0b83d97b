/** Losses made of ops, each a mean; `crossEntropy` is an op itself. Gradients follow from those of the ops. */
import {
  add,
  crossEntropy,
  exp,
  log,
  logSoftmax,
  maximum,
  mean,
  multiply,
  negate,
  relu,
  subtract,
} from '../ops/index.ts';
import type { Value } from '../program.ts';
import { formatShape, ShapeError, sameShape } from '../shape.ts';

/**
 * Cross-entropy against targets of which the share ε is spread evenly over all classes, for logits `[N, C]` and
 * int32 labels `[N]`: (1 − ε)·L + ε · mean over batch and classes of −log softmax(logits). Szegedy et al., 2015.
 */
export function smoothedCrossEntropy(logits: Value, labels: Value, smoothing: number): Value {
  const loss = crossEntropy(logits, labels);
  if (smoothing === 0) return loss;
  return subtract(multiply(loss, 1 - smoothing), multiply(mean(logSoftmax(logits, 1)), smoothing));
}

/** Mean of (x − t)². */
export function meanSquaredError(outputs: Value, targets: Value): Value {
  requireSameShape('meanSquaredError', outputs, targets);
  const difference = subtract(outputs, targets);
  return mean(multiply(difference, difference));
}

/** Mean of −t·log σ(x) − (1 − t)·log(1 − σ(x)), with logits x, for targets t from 0 to 1. */
export function binaryCrossEntropy(logits: Value, targets: Value): Value {
  requireSameShape('binaryCrossEntropy', logits, targets);
  // max(x, 0) − x·t + log(1 + e^−|x|): no exponential can overflow. At 0, the derivatives of max(x, 0) and |x|
  // are those from the left, 0 and −1, which give σ(0) − t together.
  const size = maximum(logits, negate(logits));
  const rest = log(add(exp(negate(size)), 1));
  return mean(add(subtract(relu(logits), multiply(logits, targets)), rest));
}

function requireSameShape(loss: string, outputs: Value, targets: Value): void {
  if (sameShape(outputs.shape, targets.shape)) return;
  throw new ShapeError(
    `${loss}: outputs ${formatShape(outputs.shape)} need targets of that shape, not ${formatShape(targets.shape)}`,
  );
}
