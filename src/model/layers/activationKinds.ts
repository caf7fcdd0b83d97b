import type { LayerKind } from '../../cnn/record.ts';

/** Activations that make of each value a function of that value alone, as softmax does not. */
export const activationKinds: ReadonlySet<string> = new Set<LayerKind>([
  'relu',
  'relu6',
  'leakyRelu',
  'elu',
  'gelu',
  'silu',
  'hardswish',
  'sigmoid',
  'tanh',
]);
