/**
 * Reverse-mode differentiation: from the loss back along the graph, each op's rule turns the gradient by
 * its result into gradients by its inputs. The result is ordinary values, so it can be differentiated again.
 */
import { gradientRules } from './gradients/registry.ts';
import { add } from './ops/index.ts';
import type { AppliedOp, OpName, Value } from './program.ts';
import { formatShape, ShapeError } from './shape.ts';
import { sortValues } from './sort.ts';
import { constant, scalar } from './values.ts';

/** Gradients of a scalar `loss` by each of `by`; zeros where the loss does not depend on it. */
export function gradients(loss: Value, by: readonly Value[]): Value[] {
  if (loss.shape.length > 0)
    throw new ShapeError(`gradients: the loss has to be one number, not ${formatShape(loss.shape)}`);
  const targets = new Set(by);
  const onPath = new Set<Value>();
  const order = sortValues([loss]);
  for (const value of order) {
    if (targets.has(value) || value.source.inputs.some((input) => onPath.has(input))) onPath.add(value);
  }
  const found = new Map<Value, Value>([[loss, scalar(1)]]);
  for (const value of order.reverse()) {
    const dy = found.get(value);
    const { source } = value;
    if (dy === undefined || source.op === 'input' || source.op === 'constant') continue;
    for (const [index, gradient] of differentiate(source, dy, value).entries()) {
      const input = source.inputs[index];
      if (gradient === null || input === undefined || !onPath.has(input)) continue;
      const before = found.get(input);
      found.set(input, before === undefined ? gradient : add(before, gradient));
    }
  }
  return by.map((value) => found.get(value) ?? zeros(value));
}

const differentiate = <K extends OpName>(source: AppliedOp<K>, dy: Value, y: Value): readonly (Value | null)[] =>
  gradientRules[source.op](dy, source, y);

const zeros = ({ shape }: Value): Value =>
  constant(new Float32Array(shape.reduce((size, each) => size * each, 1)), shape);
