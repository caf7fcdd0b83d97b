import type { Value } from './program.ts';

/** The values and everything they are made of: each once, after all of its inputs. */
export const topologicalOrder = (values: readonly Value[]): Value[] =>
  depthFirst(values, ({ source }) => source.inputs);

/**
 * A topological order that holds little memory: of a value's inputs, the one furthest from the program's inputs (by
 * the longest path) comes first, so that what takes a few steps is made only when it is needed. For concatenation it is
 * the nearest: gradients of parameters are small, and nothing that they are made of has to be held.
 */
export function lowMemoryOrder(values: readonly Value[]): Value[] {
  const distances = new Map<Value, number>();
  const distanceOf = (value: Value) => distances.get(value) ?? 0;
  for (const value of topologicalOrder(values)) {
    distances.set(
      value,
      value.source.inputs.reduce((most, input) => Math.max(most, 1 + distanceOf(input)), 0),
    );
  }
  const farthestFirst = (some: readonly Value[]) => some.toSorted((a, b) => distanceOf(b) - distanceOf(a));
  return depthFirst(farthestFirst(values), ({ source }) =>
    source.op === 'concat' ? farthestFirst(source.inputs).reverse() : farthestFirst(source.inputs),
  );
}

/**
 * The roots and everything they are made of, depth-first: each once, after what it is made of, in the order of
 * `madeOf`.
 */
export function depthFirst<T>(roots: readonly T[], madeOf: (each: T) => readonly T[]): T[] {
  const order: T[] = [];
  const seen = new Set<T>();
  // Without recursion, so that deep networks do not exhaust the stack.
  const stack: { readonly each: T; readonly before: readonly T[]; next: number }[] = [];
  const visit = (each: T) => {
    if (seen.has(each)) return;
    seen.add(each);
    stack.push({ each, before: madeOf(each), next: 0 });
  };
  for (const root of roots) {
    visit(root);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const before = top.before[top.next];
      top.next += 1;
      if (before !== undefined) visit(before);
      else order.push(...stack.splice(-1).map((done) => done.each));
    }
  }
  return order;
}
