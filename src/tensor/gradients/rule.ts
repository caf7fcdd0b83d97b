import type { AppliedOp, OpName, Value } from '../program.ts';

/**
 * Gradient of the loss with respect to each input of an op, given `dy`, the gradient with respect to its result `y`.
 * `null` (or nothing) if it is zero everywhere or has no meaning (labels, indices). Gradients that nobody asks for are
 * never computed.
 */
export type GradientRule<K extends OpName> = (dy: Value, call: AppliedOp<K>, y: Value) => readonly (Value | null)[];

/** For results through which no gradient flows. */
export const noGradient = (): readonly null[] => [];
