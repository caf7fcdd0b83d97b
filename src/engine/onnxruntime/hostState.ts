/**
 * Named tensors in the processor's memory. Each has two buffers: a run reads the current one and writes the
 * other, then they change roles. ONNX Runtime gives wrong results when an output is written where an input still
 * is read.
 */
import { Tensor } from 'onnxruntime-node';
import type { Value } from '../../tensor/program.ts';
import { type Shape, sizeOf } from '../../tensor/shape.ts';
import { OnnxRuntimeState } from './state.ts';

interface Slot {
  readonly shape: Shape;
  current: Tensor;
  /** Made at the first update: tensors that never change need none. */
  spare: Tensor | null;
}

export class HostState extends OnnxRuntimeState<Slot> {
  constructor(values: Readonly<Record<string, { shape: Shape; data: Float32Array }>>) {
    super(values, (shape, data) => ({ shape, current: new Tensor('float32', data, shape), spare: null }));
  }

  async read(names: readonly string[] = [...this.slots.keys()]): Promise<Record<string, Float32Array>> {
    return this.turns.take(async () =>
      Object.fromEntries(names.map((name) => [name, copyOf(this.slot(name).current)])),
    );
  }

  async dispose(): Promise<void> {
    await this.turns.take(async () => this.slots.clear());
  }

  protected tensorOf({ current }: Slot): Tensor {
    return current;
  }

  /** A buffer of ours: memory then stays flat, run after run. */
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

function copyOf({ data }: Tensor): Float32Array {
  if (!(data instanceof Float32Array)) throw new TypeError('State is float32');
  return data.slice();
}
