import { oneHot } from '../functions/oneHot.ts';
import { multiply, softmax, subtract } from '../ops/index.ts';
import { matrixShape } from '../shape.ts';
import type { GradientRule } from './rule.ts';

/** ∂L/∂logits = (softmax(logits) − oneHot(labels)) / N */
export const gradient: GradientRule<'crossEntropy'> = (dy, { inputs: [logits, labels] }) => {
  const [batch, classes] = matrixShape('crossEntropy', 'the logits', logits);
  return [multiply(subtract(softmax(logits, 1), oneHot(labels, classes)), multiply(dy, 1 / batch)), null];
};
