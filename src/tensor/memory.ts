/** How much memory a program needs. */
import { dtypeBytes } from './dtype.ts';
import { lowMemoryOrder } from './order.ts';
import type { Program, Value } from './program.ts';
import { sizeOf } from './shape.ts';

export interface ProgramMemory {
  /** Inputs, and state: twice what the program replaces, which has two buffers. Bytes. */
  readonly held: number;
  /** Peak of all other values, each held until its last use and results to the end. Bytes. */
  readonly live: number;
}

/** Ops that only change the shape take no memory. */
const views: ReadonlySet<string> = new Set(['reshape']);

/**
 * Memory of a program run in the order of `lowMemoryOrder`, as engines do. An engine's working memory within an op comes on
 * top.
 */
export function programMemory({ inputs, state, outputs }: Program): ProgramMemory {
  let held = 0;
  for (const { value } of inputs) held += bytesOf(value);
  for (const { value, next } of state) held += bytesOf(value) * (next === null ? 1 : 2);
  const results = outputs.map(({ value }) => value);
  const next = state.flatMap((each) => each.next ?? []);
  const kept = new Set(results);
  const placed = new Set([...[...inputs, ...state].map(({ value }) => value), ...next]);
  const order = lowMemoryOrder([...results, ...next]).filter(({ source }) => source.op !== 'constant');
  const owner = (value: Value): Value => {
    const [input] = value.source.inputs;
    return views.has(value.source.op) && input !== undefined ? owner(input) : value;
  };
  const lastUse = new Map<Value, number>();
  for (const [index, value] of order.entries()) {
    for (const input of [value, ...value.source.inputs]) lastUse.set(owner(input), index);
  }
  const freed = new Map<number, number>();
  let now = 0;
  let live = 0;
  const owns = new Set(order.filter((value) => owner(value) === value && !placed.has(value)));
  for (const value of owns) {
    const end = kept.has(value) ? order.length : (lastUse.get(value) ?? order.length);
    freed.set(end, (freed.get(end) ?? 0) + bytesOf(value));
  }
  for (const [index, value] of order.entries()) {
    if (owns.has(value)) now += bytesOf(value);
    live = Math.max(live, now);
    now -= freed.get(index) ?? 0;
  }
  return { held, live };
}

const bytesOf = ({ shape, dtype }: Value): number => sizeOf(shape) * dtypeBytes[dtype];
