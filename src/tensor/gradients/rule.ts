import type { AppliedOp, OpName, Value } from '../program.ts';

/**
 * Gradient of the loss by each input of an op, given `dy`, the gradient by its result `y`. `null` (or nothing)
 * where it is zero everywhere or has no meaning (labels, indices). What nobody asks for is never computed.
 */
export type GradientRule<K extends OpName> = (dy: Value, call: AppliedOp<K>, y: Value) => readonly (Value | null)[];

/** For results through which no gradient flows. */
export const noGradient = (): readonly null[] => [];
