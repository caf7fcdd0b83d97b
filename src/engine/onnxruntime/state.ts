/**
 * Named tensors on the CPU. Each has two buffers: a run reads the current one and writes the other, then they
 * change roles. ONNX Runtime gives wrong results when an output is written where an input still is read.
 */
import { Tensor } from 'onnxruntime-node';
import type { Shape } from '../../tensor/program.ts';
import { formatShape, sameShape, sizeOf } from '../../tensor/shape.ts';
import { list } from '../check.ts';
import type { EngineState } from '../engine.ts';
import { Turns } from '../turns.ts';

interface Slot {
  readonly shape: Shape;
  current: Tensor;
  /** Made at the first update: tensors that never change need none. */
  spare: Tensor | null;
}

export class OnnxRuntimeState implements EngineState {
  readonly #slots: Map<string, Slot>;
  /** Of runs and reads. */
  readonly turns = new Turns();

  constructor(values: Readonly<Record<string, { shape: Shape; data: Float32Array }>>) {
    this.#slots = new Map(
      Object.entries(values).map(([name, { shape, data }]) => {
        if (data.length !== sizeOf(shape)) {
          throw new RangeError(
            `The state '${name}' of shape ${formatShape(shape)} takes ${sizeOf(shape)} values, not ${data.length}`,
          );
        }
        return [name, { shape, current: new Tensor('float32', data.slice(), shape), spare: null }];
      }),
    );
  }

  async read(names: readonly string[] = [...this.#slots.keys()]): Promise<Record<string, Float32Array>> {
    return this.turns.take(async () =>
      Object.fromEntries(names.map((name) => [name, copyOf(this.#slot(name).current)])),
    );
  }

  async dispose(): Promise<void> {
    await this.turns.take(async () => this.#slots.clear());
  }

  /** The tensor to read. Throws where there is none of this name and shape. */
  current(name: string, shape: Shape): Tensor {
    const slot = this.#slot(name);
    if (!sameShape(slot.shape, shape)) {
      throw new Error(
        `The state '${name}' has shape ${formatShape(slot.shape)}; the program expects ${formatShape(shape)}`,
      );
    }
    return slot.current;
  }

  /** The tensor to write the next value to. */
  spare(name: string): Tensor {
    const slot = this.#slot(name);
    slot.spare ??= new Tensor('float32', new Float32Array(sizeOf(slot.shape)), slot.shape);
    return slot.spare;
  }

  /** Makes what was written the current value. */
  swap(names: readonly string[]): void {
    for (const name of names) {
      const slot = this.#slot(name);
      const { current } = slot;
      slot.current = this.spare(name);
      slot.spare = current;
    }
  }

  #slot(name: string): Slot {
    const slot = this.#slots.get(name);
    if (slot === undefined) throw new Error(`There is no state '${name}', only ${list([...this.#slots.keys()])}`);
    return slot;
  }
}

function copyOf({ data }: Tensor): Float32Array {
  if (!(data instanceof Float32Array)) throw new TypeError('State is float32');
  return data.slice();
}
