/**
 * Tensor programs: the one form in which all computation is written (forward, backward, optimizer update), before an
 * engine runs it.
 *
 * A value remembers the operation that makes it, so a program is just the requested values. Operations are pure
 * functions from values to values (`ops/`, one file each). Shapes are static and include the batch: another batch size
 * is another program.
 */
import type { DType } from './dtype.ts';
import type { Signatures } from './ops/signatures.ts';
import type { Shape } from './shape.ts';

export type ConstantData = Float32Array | Int32Array | Uint8Array;

/** One tensor in a program. Compared by identity. */
export interface Value {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly source: Operation;
}

export type OpName = keyof Signatures<Value>;
export type OpInputs<K extends OpName> = Signatures<Value>[K]['inputs'];
export type OpAttributes<K extends OpName> = Signatures<Value>[K]['attributes'];

/** An op in a program: its name, with the inputs and attributes that belong to it. */
export type AppliedOp<K extends OpName = OpName> = {
  [P in K]: { readonly op: P; readonly inputs: OpInputs<P>; readonly attributes: OpAttributes<P> };
}[K];

/** What makes a value. Every operation has one output. */
export type Operation =
  | AppliedOp
  | { readonly op: 'input'; readonly inputs: readonly []; readonly attributes: Readonly<Record<string, never>> }
  | { readonly op: 'constant'; readonly inputs: readonly []; readonly attributes: { readonly data: ConstantData } };

/** Random tensors come from the training loop, by seed, step and stream, so that every device sees the same. */
export interface RandomInput {
  readonly kind: 'bernoulli';
  /** Probability of a one. */
  readonly probability: number;
  /** Distinguishes the layers that draw random numbers in one step. */
  readonly stream: number;
}

export interface ProgramInput {
  readonly name: string;
  readonly value: Value;
  /** Present if the training loop fills it with random numbers rather than data. */
  readonly random?: RandomInput;
}

/** A named tensor that stays on the device: read as `value`, and replaced by `next`, if given, after a run. */
export interface ProgramState {
  readonly name: string;
  readonly value: Value;
  readonly next: Value | null;
}

export interface Program {
  readonly inputs: readonly ProgramInput[];
  readonly state: readonly ProgramState[];
  readonly outputs: readonly { readonly name: string; readonly value: Value }[];
}
