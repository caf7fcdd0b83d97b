/** What training minimises. All losses are means over the batch, and all but the mean squared error take logits. */
import { record } from './record.ts';
import type { Loss } from './types.ts';

export interface CrossEntropyOptions {
  /**
   * Fraction of each target that is spread evenly over all classes, from 0 to below 1. Also applies to the validation
   * loss, as in PyTorch. Default 0. Szegedy et al., 2015.
   */
  readonly labelSmoothing?: number;
}

/**
 * Cross-entropy of the softmax of the model's outputs (logits) against the class number, mean over the
 * batch, as PyTorch's `nn.CrossEntropyLoss`. The model must not end in `softmax()`.
 *
 * The class with the largest output is the prediction.
 *
 * @remarks For images that belong to one of several classes. The more confident a wrong prediction, the larger its
 * loss.
 * @pytorch nn.CrossEntropyLoss
 * @keras losses.CategoricalCrossentropy
 * @paper Szegedy et al., 2015. Rethinking the Inception Architecture for Computer Vision (label smoothing).
 * arXiv:1512.00567
 * @example
 * crossEntropy({ labelSmoothing: 0.1 })
 */
export function crossEntropy(options?: CrossEntropyOptions): Loss {
  return record('loss', 'crossEntropy', [options]);
}

/**
 * Cross-entropy of the sigmoid of each of the model's outputs (logits) separately, mean over batch and outputs, as
 * PyTorch's `nn.BCEWithLogitsLoss`. The model must not end in `sigmoid()`.
 *
 * With one output the target is the label, 0 or 1, and an output above 0 means class 1. With one output per class, the
 * target is 1 for the image's class and 0 for the others, and the largest output is the prediction.
 *
 * @remarks For two classes with one output, or for outputs that are independent yes-or-no decisions.
 * @pytorch nn.BCEWithLogitsLoss
 * @keras losses.BinaryCrossentropy
 */
export function binaryCrossEntropy(): Loss {
  return record('loss', 'binaryCrossEntropy', []);
}

/**
 * Mean of the squared differences between the model's outputs and their targets, over batch and outputs, as
 * PyTorch's `nn.MSELoss`.
 *
 * With one output per class, the target is 1 for the image's class and 0 for the others, and the largest output is the
 * prediction. With one output the target is the label, 0 or 1, and an output above 0.5 means class 1.
 *
 * @remarks For outputs that are quantities, and to reproduce networks from before cross-entropy, such as LeNet-5.
 * @pytorch nn.MSELoss
 * @keras losses.MeanSquaredError
 */
export function meanSquaredError(): Loss {
  return record('loss', 'meanSquaredError', []);
}
