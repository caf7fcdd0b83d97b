/**
 * Reverse-mode differentiation: going back from the loss along the graph, each op's rule turns the gradient with
 * respect to its result into gradients with respect to its inputs. The gradients are ordinary values, so they can be
 * differentiated again.
 */
import { gradientRules } from './gradients/registry.ts';
import { add } from './ops/index.ts';
import { topologicalOrder } from './order.ts';
import type { AppliedOp, OpName, Value } from './program.ts';
import { formatShape, ShapeError, sizeOf } from './shape.ts';
import { constant, scalar } from './values.ts';

/**
 * What flows back from a value, given `dy` at it, and to which of the values that it was made of. It replaces
 * everything between these.
 */
export type BackwardRule = (dy: Value) => readonly (readonly [to: Value, gradient: Value])[];

/**
 * Gradients of a scalar `loss` with respect to each of `by`; zeros if the loss does not depend on it. With `rules` for
 * some values, what flows back is no longer the derivative, as for pictures of what a network sees.
 */
export function gradients(
  loss: Value,
  by: readonly Value[],
  rules: ReadonlyMap<Value, BackwardRule> = new Map(),
): Value[] {
  if (loss.shape.length > 0)
    throw new ShapeError(`gradients: the loss has to be one number, not ${formatShape(loss.shape)}`);
  const targets = new Set(by);
  const onPath = new Set<Value>();
  const order = topologicalOrder([loss]);
  for (const value of order) {
    if (targets.has(value) || value.source.inputs.some((input) => onPath.has(input))) onPath.add(value);
  }
  const found = new Map<Value, Value>([[loss, scalar(1)]]);
  for (const value of order.reverse()) {
    const dy = found.get(value);
    const { source } = value;
    if (dy === undefined || source.op === 'input' || source.op === 'constant') continue;
    const flows = rules.get(value)?.(dy) ?? derivative(source, dy, value);
    for (const [to, gradient] of flows) {
      if (!onPath.has(to)) continue;
      const before = found.get(to);
      found.set(to, before === undefined ? gradient : add(before, gradient));
    }
  }
  return by.map((value) => found.get(value) ?? zeros(value));
}

/** What flows back by the op's own rule. */
function derivative(source: AppliedOp, dy: Value, y: Value): ReturnType<BackwardRule> {
  const gradients = differentiate(source, dy, y);
  return source.inputs.flatMap((input, index) => {
    const gradient = gradients[index] ?? null;
    return gradient === null ? [] : [[input, gradient] as const];
  });
}

const differentiate = <K extends OpName>(source: AppliedOp<K>, dy: Value, y: Value): readonly (Value | null)[] =>
  gradientRules[source.op](dy, source, y);

const zeros = ({ shape }: Value): Value => constant(new Float32Array(sizeOf(shape)), shape);
