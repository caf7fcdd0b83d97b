/**
 * The inputs and attributes of every op. A new op starts with a line here; the compiler then asks for its rule
 * (`registry.ts`), its derivative (`../gradients/`), and its implementation in the engines.
 *
 * Types only. `V` is `Value`, whose definition (`../program.ts`) builds on this.
 */
import type { DType } from '../dtype.ts';
import type { Shape } from '../shape.ts';
import type { Padding2d, Size2d, Window2d } from './window.ts';

/** `I`: the inputs as a tuple. `A`: the attributes, known when the program is built. */
interface Signature<I, A = NoAttributes> {
  readonly inputs: I;
  readonly attributes: A;
}

export interface Signatures<V> {
  readonly add: Signature<Binary<V>>;
  readonly argmax: Signature<Unary<V>, AxisAttributes>;
  readonly avgPool2d: Signature<Unary<V>, AvgPool2dAttributes>;
  readonly avgPool2dGradient: Signature<readonly [dy: V], AvgPool2dGradientAttributes>;
  readonly batchNorm2d: Signature<readonly [x: V, weight: V, bias: V], { readonly epsilon: number }>;
  readonly broadcastTo: Signature<Unary<V>, ShapeAttributes>;
  readonly cast: Signature<Unary<V>, { readonly dtype: DType }>;
  readonly concat: Signature<readonly V[], AxisAttributes>;
  readonly conv2d: Signature<readonly [x: V, kernel: V] | readonly [x: V, kernel: V, bias: V], Conv2dAttributes>;
  readonly conv2dInputGradient: Signature<readonly [dy: V, kernel: V], Conv2dInputGradientAttributes>;
  readonly conv2dKernelGradient: Signature<readonly [x: V, dy: V], Conv2dKernelGradientAttributes>;
  readonly crossEntropy: Signature<readonly [logits: V, labels: V]>;
  readonly divide: Signature<Binary<V>>;
  readonly equal: Signature<Binary<V>>;
  readonly erf: Signature<Unary<V>>;
  readonly exp: Signature<Unary<V>>;
  readonly greater: Signature<Binary<V>>;
  readonly linear: Signature<readonly [x: V, weight: V, bias: V]>;
  readonly log: Signature<Unary<V>>;
  readonly logSoftmax: Signature<Unary<V>, AxisAttributes>;
  readonly matmul: Signature<Binary<V>, MatmulAttributes>;
  readonly max: Signature<Unary<V>, AxesAttributes>;
  readonly maximum: Signature<Binary<V>>;
  readonly maxPool2d: Signature<Unary<V>, Window2d>;
  readonly maxPool2dGradient: Signature<readonly [x: V, dy: V], Window2d>;
  readonly mean: Signature<Unary<V>, AxesAttributes>;
  readonly minimum: Signature<Binary<V>>;
  readonly multiply: Signature<Binary<V>>;
  readonly negate: Signature<Unary<V>>;
  readonly pad: Signature<Unary<V>, PadAttributes>;
  readonly relu: Signature<Unary<V>>;
  readonly reshape: Signature<Unary<V>, ShapeAttributes>;
  readonly sigmoid: Signature<Unary<V>>;
  readonly slice: Signature<Unary<V>, SliceAttributes>;
  readonly softmax: Signature<Unary<V>, AxisAttributes>;
  readonly sqrt: Signature<Unary<V>>;
  readonly subtract: Signature<Binary<V>>;
  readonly sum: Signature<Unary<V>, AxesAttributes>;
  readonly tanh: Signature<Unary<V>>;
  readonly transpose: Signature<Unary<V>, { readonly permutation: readonly number[] }>;
  readonly where: Signature<readonly [condition: V, a: V, b: V]>;
}

export type Unary<V> = readonly [x: V];
export type Binary<V> = readonly [a: V, b: V];

export type NoAttributes = Readonly<Record<string, never>>;

interface AxisAttributes {
  /** Counted from 0. */
  readonly axis: number;
}

export interface AxesAttributes {
  /** Counted from 0. */
  readonly axes: readonly number[];
  readonly keepDimensions: boolean;
}

interface ShapeAttributes {
  /** Of the result. */
  readonly shape: Shape;
}

export type AvgPool2dAttributes = Omit<Window2d, 'dilation'>;

export interface AvgPool2dGradientAttributes extends AvgPool2dAttributes {
  /** Height and width of the pooling's input. */
  readonly inputSize: Size2d;
}

export interface Conv2dAttributes {
  readonly stride: Size2d;
  readonly padding: Padding2d;
  readonly dilation: Size2d;
  readonly groups: number;
}

export interface Conv2dInputGradientAttributes extends Conv2dAttributes {
  /** Height and width of the convolution's input. */
  readonly inputSize: Size2d;
}

export interface Conv2dKernelGradientAttributes extends Conv2dAttributes {
  readonly kernelSize: Size2d;
}

export interface MatmulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

interface PadAttributes {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

interface SliceAttributes {
  readonly start: readonly number[];
  readonly size: Shape;
}
