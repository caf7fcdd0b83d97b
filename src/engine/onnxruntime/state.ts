/** Named tensors as an executable needs them, wherever they live. */
import type { Tensor } from 'onnxruntime-node';
import type { Value } from '../../tensor/program.ts';
import { formatShape, type Shape, sameShape, sizeOf } from '../../tensor/shape.ts';
import { quotedNames } from '../check.ts';
import type { EngineState, Loan } from '../engine.ts';
import { Sequencer } from '../sequencer.ts';
import type { HeldSession } from './heldSession.ts';

export abstract class OnnxRuntimeState<S extends { readonly shape: Shape } = { readonly shape: Shape }>
  implements EngineState
{
  protected readonly slots: Map<string, S>;
  /** Serialises runs and reads. */
  readonly sequencer = new Sequencer();

  constructor(
    values: Readonly<Record<string, { shape: Shape; data: Float32Array }>>,
    slotOf: (shape: Shape, data: Float32Array) => S,
  ) {
    this.slots = new Map(
      Object.entries(values).map(([name, { shape, data }]) => {
        if (data.length !== sizeOf(shape)) {
          throw new RangeError(
            `The state '${name}' of shape ${formatShape(shape)} takes ${sizeOf(shape)} values, not ${data.length}`,
          );
        }
        return [name, slotOf(shape, data)];
      }),
    );
  }

  abstract read(names?: readonly string[]): Promise<Record<string, Float32Array>>;
  abstract dispose(): Promise<void>;

  async lend(names: readonly string[]): Promise<Loan> {
    return { data: await this.read(names), giveBack: () => undefined };
  }

  /** Settles when the next values can be written. */
  async writable(_names: readonly string[]): Promise<void> {}

  /** The tensor to read. */
  protected abstract tensorOf(slot: S): Tensor;
  /** The tensor to write a result of a program to, in host memory; `null` if the session makes one. */
  abstract result(value: Value): Tensor | null;
  /** The tensor to write the next value to; `null` if the session makes one. */
  abstract spare(name: string): Tensor | null;
  /** Makes the values that a run of `session` wrote the current ones. */
  abstract replace(names: readonly string[], written: (name: string) => Tensor, session: HeldSession): void;

  /** The tensor to read. Throws if there is none of this name and shape. */
  current(name: string, shape: Shape): Tensor {
    const slot = this.slot(name);
    if (!sameShape(slot.shape, shape)) {
      throw new Error(
        `The state '${name}' has shape ${formatShape(slot.shape)}; the program expects ${formatShape(shape)}`,
      );
    }
    return this.tensorOf(slot);
  }

  protected slot(name: string): S {
    const slot = this.slots.get(name);
    if (slot === undefined) throw new Error(`There is no state '${name}', only ${quotedNames([...this.slots.keys()])}`);
    return slot;
  }
}
