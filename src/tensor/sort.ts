import type { Value } from './program.ts';

/** Everything the values are made from, and they themselves: each once, after all of its inputs. */
export const sortValues = (values: readonly Value[]): Value[] => depthFirst(values, (inputs) => inputs);

/**
 * The same, in an order that holds little memory: of what a value is made of, first what is further from the inputs
 * of the program, by the longest way. What is made in a few steps is made when it is needed.
 */
export function farthestFirst(values: readonly Value[]): Value[] {
  const distances = new Map<Value, number>();
  const distanceOf = (value: Value) => distances.get(value) ?? 0;
  for (const value of sortValues(values)) {
    distances.set(
      value,
      value.source.inputs.reduce((most, input) => Math.max(most, 1 + distanceOf(input)), 0),
    );
  }
  return depthFirst(values, (some) => some.toSorted((a, b) => distanceOf(b) - distanceOf(a)));
}

function depthFirst(values: readonly Value[], inOrder: (some: readonly Value[]) => readonly Value[]): Value[] {
  const order: Value[] = [];
  const seen = new Set<Value>();
  // Without recursion: deep networks must not exhaust the stack.
  const stack: { readonly value: Value; readonly inputs: readonly Value[]; next: number }[] = [];
  const visit = (value: Value) => {
    if (seen.has(value)) return;
    seen.add(value);
    stack.push({ value, inputs: inOrder(value.source.inputs), next: 0 });
  };
  for (const root of inOrder(values)) {
    visit(root);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const input = top.inputs[top.next];
      top.next += 1;
      if (input !== undefined) visit(input);
      else order.push(...stack.splice(-1).map((done) => done.value));
    }
  }
  return order;
}
