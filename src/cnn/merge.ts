/** Where branches of a graph meet. */
import { type MergeKind, record } from './record.ts';
import type { LayerOptions, Tensor } from './types.ts';

type Tensors = readonly [first: Tensor, second: Tensor, ...more: Tensor[]];

/** Two tensors or more, and options last. */
type Merged = Tensors | readonly [...tensors: Tensors, options: LayerOptions];

const merge = (kind: MergeKind, merged: Merged): Tensor => record('tensor', kind, merged);

/**
 * Sum of tensors, value by value: the shortcut of a residual block. He et al., 2015.
 *
 * Shape: all the same; C×1×1 is repeated over C×H×W.
 *
 * @param tensors Two or more, one after another, then options where there are any.
 * @example
 * const y = relu()(add(x, conv2d(16, 3, { padding: 1 })(x)));
 * const z = add(x, y, { name: 'shortcut' });
 */
export function add(...tensors: Merged): Tensor {
  return merge('add', tensors);
}

/**
 * Product of tensors, value by value: a gate, as in squeeze and excitation. Hu et al., 2017.
 *
 * Shape: all the same; C×1×1 is repeated over C×H×W, so that one number scales a channel.
 *
 * @param tensors Two or more, one after another, then options where there are any.
 * @example
 * const y = multiply(x, sigmoid()(conv2d(16, 1)(globalAvgPool2d()(x))));
 */
export function multiply(...tensors: Merged): Tensor {
  return merge('multiply', tensors);
}

/**
 * Tensors one after another along the channels: the end of an inception block (Szegedy et al., 2014), the
 * shortcut of a dense one (Huang et al., 2016).
 *
 * Shape: C₁×H×W, C₂×H×W … → (C₁ + C₂ + …)×H×W; vectors are joined end to end.
 *
 * @param tensors Two or more, one after another, then options where there are any.
 * @example
 * const y = concat(conv2d(16, 1)(x), conv2d(32, 3, { padding: 1 })(x)); // 48×H×W
 */
export function concat(...tensors: Merged): Tensor {
  return merge('concat', tensors);
}
