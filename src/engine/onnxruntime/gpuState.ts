/**
 * Named tensors in GPU memory. A run reads them in place and makes new ones, which keep their session alive; the old
 * ones are released at once, so memory stays flat. Values are copied back by a program that does nothing else, since
 * Node cannot read a tensor on the GPU directly.
 */
import { Tensor } from 'onnxruntime-node';
import type { Program } from '../../tensor/program.ts';
import type { Shape } from '../../tensor/shape.ts';
import { input } from '../../tensor/values.ts';
import type { Executable } from '../engine.ts';
import type { HeldSession } from './heldSession.ts';
import { OnnxRuntimeState } from './state.ts';

interface Slot {
  readonly shape: Shape;
  /** In host memory until a run has written it for the first time. */
  tensor: Tensor;
  /** The session that made the tensor; `null` in host memory. */
  maker: HeldSession | null;
}

export class GpuState extends OnnxRuntimeState<Slot> {
  readonly #compile: (program: Program) => Promise<Executable>;
  /** Programs that copy tensors back, by the names of these. */
  readonly #readers = new Map<string, Promise<Executable>>();

  constructor(
    values: Readonly<Record<string, { shape: Shape; data: Float32Array }>>,
    compile: (program: Program) => Promise<Executable>,
  ) {
    super(values, (shape, data) => ({ shape, tensor: new Tensor('float32', data, shape), maker: null }));
    this.#compile = compile;
  }

  async read(names: readonly string[] = [...this.slots.keys()]): Promise<Record<string, Float32Array>> {
    if (names.length === 0) return {};
    const reader = await this.#reader(names);
    const copies = await reader.run(this, {});
    return Object.fromEntries(
      names.map((name) => {
        const copy = copies[name];
        if (!(copy instanceof Float32Array)) throw new TypeError('State is float32');
        return [name, copy];
      }),
    );
  }

  async dispose(): Promise<void> {
    await this.sequencer.queue(async () => {
      for (const { tensor, maker } of this.slots.values()) {
        if (maker === null) continue;
        tensor.dispose();
        await maker.drop();
      }
      this.slots.clear();
    });
    for (const reader of this.#readers.values()) await (await reader).dispose();
    this.#readers.clear();
  }

  protected tensorOf({ tensor }: Slot): Tensor {
    return tensor;
  }

  /** A buffer of ours would stay empty: bound to GPU tensors, a session writes to copies of what it is given. */
  result(): null {
    return null;
  }

  spare(): null {
    return null;
  }

  replace(names: readonly string[], written: (name: string) => Tensor, session: HeldSession): void {
    for (const name of names) {
      const slot = this.slot(name);
      const { tensor, maker } = slot;
      session.hold();
      slot.tensor = written(name);
      slot.maker = session;
      if (maker === null) continue;
      tensor.dispose();
      void maker.drop();
    }
  }

  #reader(names: readonly string[]): Promise<Executable> {
    const key = JSON.stringify(names);
    const known = this.#readers.get(key);
    if (known !== undefined) return known;
    const state = names.map((name) => ({ name, value: input(this.slot(name).shape), next: null }));
    const reader = this.#compile({ inputs: [], state, outputs: state });
    this.#readers.set(key, reader);
    return reader;
  }
}
