import type { Value } from './program.ts';

/** Everything the values are made from, and they themselves: each once, after all of its inputs. */
export const sortValues = (values: readonly Value[]): Value[] => depthFirst(values, ({ source }) => source.inputs);

/**
 * The same, in an order that holds little memory: of what a value is made of, first what is further from the inputs
 * of the program, by the longest way. What is made in a few steps is made when it is needed. But of what is laid side
 * by side, first what is nearer: gradients by parameters are small, and of what they are made of nothing has to wait.
 */
export function thriftily(values: readonly Value[]): Value[] {
  const distances = new Map<Value, number>();
  const distanceOf = (value: Value) => distances.get(value) ?? 0;
  for (const value of sortValues(values)) {
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

/** Everything that is made of others, and those before it: each once, what is to come first of `madeOf` first. */
export function depthFirst<T>(roots: readonly T[], madeOf: (each: T) => readonly T[]): T[] {
  const order: T[] = [];
  const seen = new Set<T>();
  // Without recursion: deep networks must not exhaust the stack.
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
