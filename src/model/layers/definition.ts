/**
 * The definition of a layer: its arguments and, once its attributes are known, its shape rule, cost and lowering. By
 * default a layer has no parameters, costs no multiply-adds and looks at one pixel.
 */
import type { Value } from '../../tensor/program.ts';
import type { ParameterSpec } from '../initial.ts';
import type { WindowReport } from '../report.ts';
import { type Fields, readStored, type Signature, type ValuesOf } from '../signature.ts';
import type { Json, Shape, Size2d } from '../spec.ts';

/** Shapes that go into a layer, without the batch. */
export type Inputs = readonly [Shape, ...Shape[]];

/** The names of the inputs, in their order: `the input`, `conv2d_1`. */
export type Sources = readonly string[];

/** What a layer can use when it is lowered to tensor ops. */
export interface LayerLowering {
  /** With the batch first. */
  readonly inputs: readonly [Value, ...Value[]];
  readonly training: boolean;
  /** The parameter or buffer of this name in the layer: `weight`. */
  parameter(name: string): Value;
  /** Sets a buffer's value for the following steps; in training only. */
  update(name: string, value: Value): void;
  /** A random mask of this shape, drawn anew in every step: one with the given probability, else zero. */
  random(shape: Shape, probability: number): Value;
}

/** Pixels that one output value looks at along each axis, and how far apart neighbours look. */
export interface Extent {
  readonly size: Size2d;
  readonly stride: Size2d;
}

/** A layer with its attributes filled in. Rules complain by a Complaint whose path starts with a field's name. */
export interface LayerRules {
  /** `sources` name the inputs in a complaint. */
  output(inputs: Inputs, sources: Sources): Shape;
  parameters?(inputs: Inputs): readonly ParameterSpec[];
  /** Values that the layer updates in training without learning them, such as running statistics. */
  buffers?(inputs: Inputs): readonly ParameterSpec[];
  /** Of one image; bias not counted. */
  multiplyAdds?(inputs: Inputs): number;
  /** `null`: positions are lost. */
  extent?(inputs: Inputs): Extent | null;
  /**
   * Rows (axis 0) or columns (axis 1) of the input that row or column `index` of the output looks at, in the kernel's
   * order; some may lie outside. Default: the same index, if `extent` is one pixel.
   */
  taps?(inputs: Inputs, axis: 0 | 1, index: number): readonly number[];
  /** The size formula with its numbers filled in. */
  formula?(inputs: Inputs): readonly string[];
  /** The window that slides over the input, if there is one. */
  window?(inputs: Inputs): WindowReport;
  lower(layer: LayerLowering): Value;
}

/** A layer's attributes as they are stored. */
export type StoredAttributes = Readonly<Record<string, Json>>;

/** `A`: its attributes in normal form. */
export interface LayerDefinition<A extends StoredAttributes = StoredAttributes> {
  readonly signature: Signature;
  /** Whether it takes several tensors and is built and applied by a single call. */
  readonly merges: boolean;
  /** The stored attributes, typed, with defaults for missing ones. */
  attributes(stored: StoredAttributes): A;
  /** The rules for stored attributes. */
  rules(stored: StoredAttributes): LayerRules;
}

export function defineLayer<P extends Fields, O extends Fields>(
  signature: Signature<P, O>,
  rules: (attributes: ValuesOf<P & O>) => LayerRules,
): LayerDefinition<ValuesOf<P & O>> {
  // Rules and advice ask for the same attributes again and again.
  const known = new WeakMap<StoredAttributes, ValuesOf<P & O>>();
  function attributes(stored: StoredAttributes): ValuesOf<P & O> {
    const read = known.get(stored);
    if (read) return read;
    const { complete, complaints } = readStored('a layer', signature, stored);
    if (!complete) throw complaints[0];
    known.set(stored, complete);
    return complete;
  }
  return { signature, merges: false, attributes, rules: (stored) => rules(attributes(stored)) };
}
