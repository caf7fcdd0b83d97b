/** Where branches of a graph meet. */
import { type MergeKind, record } from './record.ts';
import type { LayerOptions, Tensor } from './types.ts';

type Tensors = readonly [first: Tensor, second: Tensor, ...more: Tensor[]];

/** Two tensors or more, and options last. */
type Merged = Tensors | readonly [...tensors: Tensors, options: LayerOptions];

const merge = (kind: MergeKind, merged: Merged): Tensor => record('tensor', kind, merged);

/**
 * Element-wise sum of tensors: the shortcut of a residual block. He et al., 2015.
 *
 * Shape: all the same; C×1×1 is broadcast over C×H×W.
 *
 * @remarks The shortcut of a residual block: layers learn what to add to their input, and gradients flow past
 * them, so that hundreds of layers can be trained.
 * @param tensors Two or more, as separate arguments, optionally followed by options.
 * @pytorch torch.add
 * @keras layers.Add
 * @paper He, Zhang, Ren & Sun, 2015. Deep Residual Learning for Image Recognition. arXiv:1512.03385
 * @example
 * const y = relu()(add(x, conv2d(16, 3, { padding: 1 })(x)));
 * const z = add(x, y, { name: 'shortcut' });
 */
export function add(...tensors: Merged): Tensor {
  return merge('add', tensors);
}

/**
 * Element-wise product of tensors: a gate, as in squeeze and excitation. Hu et al., 2017.
 *
 * Shape: all the same; C×1×1 is broadcast over C×H×W, so that one number scales a channel.
 *
 * @remarks A gate: one branch controls how much of the other passes, for each channel or each value.
 * @param tensors Two or more, as separate arguments, optionally followed by options.
 * @pytorch torch.mul
 * @keras layers.Multiply
 * @paper Hu et al., 2017. Squeeze-and-Excitation Networks. arXiv:1709.01507
 * @example
 * const y = multiply(x, sigmoid()(conv2d(16, 1)(globalAvgPool2d()(x))));
 */
export function multiply(...tensors: Merged): Tensor {
  return merge('multiply', tensors);
}

/**
 * Concatenation of tensors along the channels: the end of an inception block (Szegedy et al., 2014), the shortcut of a
 * dense one (Huang et al., 2016).
 *
 * Shape: C₁×H×W, C₂×H×W … → (C₁ + C₂ + …)×H×W; vectors are joined end to end.
 *
 * @remarks Joins the outputs of branches and lets the next layer weigh them: inception blocks, dense blocks, U-Net.
 * @param tensors Two or more, as separate arguments, optionally followed by options.
 * @pytorch torch.cat
 * @keras layers.Concatenate
 * @paper Szegedy et al., 2014. Going Deeper with Convolutions. arXiv:1409.4842
 * @paper Huang, Liu, van der Maaten & Weinberger, 2016. Densely Connected Convolutional Networks. arXiv:1608.06993
 * @example
 * const y = concat(conv2d(16, 1)(x), conv2d(32, 3, { padding: 1 })(x)); // 48×H×W
 */
export function concat(...tensors: Merged): Tensor {
  return merge('concat', tensors);
}
