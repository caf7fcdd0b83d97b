/**
 * Named tensors in the processor's memory. Each has two buffers: a run reads the current one and writes the
 * other, then they change roles. ONNX Runtime gives wrong results when an output is written where an input still
 * is read. What is lent is the current buffer: the next run reads it, too, and the one after that waits for it, so
 * that there is never a third.
 */
import { Tensor } from 'onnxruntime-node';
import type { Value } from '../../tensor/program.ts';
import { type Shape, sizeOf } from '../../tensor/shape.ts';
import type { Loan } from '../engine.ts';
import { OnnxRuntimeState } from './state.ts';

interface Slot {
  readonly shape: Shape;
  current: Tensor;
  /** Allocated at the first update: tensors that never change need none. */
  spare: Tensor | null;
}

/** Up to this many bytes are copied rather than lent: copying takes less time than waiting for the disk. */
const mostCopied = 2 ** 26;

export class HostState extends OnnxRuntimeState<Slot> {
  /** The lent buffers, and when they are returned. */
  readonly #loans = new Set<{ readonly tensors: ReadonlySet<Tensor>; readonly back: Promise<void> }>();

  constructor(values: Readonly<Record<string, { shape: Shape; data: Float32Array }>>) {
    super(values, (shape, data) => ({ shape, current: new Tensor('float32', data, shape), spare: null }));
  }

  async read(names: readonly string[] = [...this.slots.keys()]): Promise<Record<string, Float32Array>> {
    return this.sequencer.queue(async () =>
      Object.fromEntries(names.map((name) => [name, dataOf(this.slot(name).current).slice()])),
    );
  }

  override async lend(names: readonly string[]): Promise<Loan> {
    const bytes = names.reduce((sum, name) => sum + 4 * sizeOf(this.slot(name).shape), 0);
    if (bytes <= mostCopied) return super.lend(names);
    return this.sequencer.queue(async () => {
      const tensors = names.map((name) => this.slot(name).current);
      let giveBack = () => {};
      const back = new Promise<void>((resolve) => {
        giveBack = resolve;
      });
      const loan = { tensors: new Set(tensors), back: back.then(() => void this.#loans.delete(loan)) };
      this.#loans.add(loan);
      return { data: Object.fromEntries(names.map((name, index) => [name, dataOf(tensors[index]!)])), giveBack };
    });
  }

  override async writable(names: readonly string[]): Promise<void> {
    for (const { tensors, back } of [...this.#loans]) {
      if (names.some((name) => tensors.has(this.spare(name)))) await back;
    }
  }

  async dispose(): Promise<void> {
    await this.sequencer.queue(async () => this.slots.clear());
  }

  protected tensorOf({ current }: Slot): Tensor {
    return current;
  }

  /** Results go to buffers of our own, so memory stays flat from run to run. */
  result({ dtype, shape }: Value): Tensor {
    const size = sizeOf(shape);
    const data =
      dtype === 'float32' ? new Float32Array(size) : dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size);
    return new Tensor(dtype, data, shape);
  }

  spare(name: string): Tensor {
    const slot = this.slot(name);
    slot.spare ??= new Tensor('float32', new Float32Array(sizeOf(slot.shape)), slot.shape);
    return slot.spare;
  }

  replace(names: readonly string[]): void {
    for (const name of names) {
      const slot = this.slot(name);
      const { current } = slot;
      slot.current = this.spare(name);
      slot.spare = current;
    }
  }
}

function dataOf({ data }: Tensor): Float32Array {
  if (!(data instanceof Float32Array)) throw new TypeError('State is float32');
  return data;
}
