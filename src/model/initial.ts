/** Parameters of layers and the distributions that their first values are drawn from. */
import type { Shape } from './spec.ts';

export type Initial =
  /** Uniform on [−bound, bound). */
  { readonly kind: 'uniform'; readonly bound: number } | { readonly kind: 'constant'; readonly value: number };

export interface ParameterSpec {
  /** As in PyTorch's state_dict; inside a layer `weight`, in a model `conv2d_1.weight`. */
  readonly name: string;
  readonly shape: Shape;
  readonly initial: Initial;
}

/**
 * Weights and bias of a convolution or dense layer, both from U(−1/√fanIn, 1/√fanIn): PyTorch's default,
 * `kaiming_uniform_(a=√5)` for weights, whose bound √(6 / ((1 + a²) · fanIn)) comes to the same.
 */
export function linearParameters(weight: Shape, bias: boolean, outputs = weight[0] ?? 0): readonly ParameterSpec[] {
  const [, ...fan] = weight;
  const initial: Initial = { kind: 'uniform', bound: 1 / Math.sqrt(product(fan)) };
  const weights: ParameterSpec = { name: 'weight', shape: weight, initial };
  return bias ? [weights, { name: 'bias', shape: [outputs], initial }] : [weights];
}

/** Scale and shift after a normalisation, which change nothing at first. */
export function affineParameters(shape: Shape, affine: boolean): readonly ParameterSpec[] {
  if (!affine) return [];
  return [
    { name: 'weight', shape, initial: { kind: 'constant', value: 1 } },
    { name: 'bias', shape, initial: { kind: 'constant', value: 0 } },
  ];
}

/** Number of values in a shape. */
export function product(shape: Shape): number {
  return shape.reduce((count, size) => count * size, 1);
}
