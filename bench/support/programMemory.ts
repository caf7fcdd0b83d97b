/** What a training step has to hold at least, by its program. */
import type { Program, Value } from '../../src/tensor/program.ts';
import { sizeOf } from '../../src/tensor/shape.ts';
import { sortValues } from '../../src/tensor/sort.ts';

export interface ProgramMemory {
  /** Weights, what layers note, and the optimizer's state, in bytes; twice what the step replaces. */
  readonly state: number;
  /** The most that gradients, activations and constants take at one moment, in bytes. */
  readonly live: number;
}

const bytesOf = ({ shape, dtype }: Value): number => sizeOf(shape) * (dtype === 'uint8' || dtype === 'bool' ? 1 : 4);

export function memoryOf({ inputs, state, outputs }: Program): ProgramMemory {
  const held = state.reduce((sum, { value, next }) => sum + bytesOf(value) * (next === null ? 1 : 2), 0);
  const given = new Set([...inputs, ...state].map(({ value }) => value));
  const next = new Set(state.map((each) => each.next));
  const order = sortValues([...outputs.map(({ value }) => value), ...state.flatMap((each) => each.next ?? [])]);
  const lastUse = new Map<Value, number>();
  for (const [index, value] of order.entries())
    for (const input of value.source.inputs) lastUse.set(memory(input), index);

  const dying = new Map<number, Value[]>();
  for (const [value, index] of lastUse) dying.set(index, [...(dying.get(index) ?? []), value]);
  let now = inputs.reduce((sum, { value }) => sum + bytesOf(value), 0);
  let most = now;
  for (const [index, value] of order.entries()) {
    const isNew = memory(value) === value && !given.has(value) && !next.has(value);
    if (isNew) now += bytesOf(value);
    most = Math.max(most, now);
    for (const dead of dying.get(index) ?? []) {
      if (!given.has(dead) && !next.has(dead) && dead.source.op !== 'constant') now -= bytesOf(dead);
    }
  }
  return { state: held, live: most };
}

/** The value whose memory a value is: another shape is no other memory. */
function memory(value: Value): Value {
  let origin = value;
  while (origin.source.op === 'reshape') origin = origin.source.inputs[0];
  return origin;
}
