import type { Value } from './program.ts';

/** Everything the values are made from, and they themselves: each once, after all of its inputs. */
export function sortValues(values: readonly Value[]): Value[] {
  const order: Value[] = [];
  const seen = new Set<Value>();
  // Depth first without recursion: deep networks must not exhaust the stack.
  const stack: { value: Value; next: number }[] = [];
  const visit = (value: Value) => {
    if (seen.has(value)) return;
    seen.add(value);
    stack.push({ value, next: 0 });
  };
  for (const root of values) {
    visit(root);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const input = top.value.source.inputs[top.next];
      top.next += 1;
      if (input !== undefined) visit(input);
      else order.push(...stack.splice(-1).map((done) => done.value));
    }
  }
  return order;
}
