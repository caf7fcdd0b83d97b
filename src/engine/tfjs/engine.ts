/**
 * Runs programs on TensorFlow.js op by op, on whichever package of it is passed in (`@tensorflow/tfjs` in tests,
 * `@tensorflow/tfjs-node-gpu` for those who have it). State is tensors that stay on the device; everything else that a
 * run makes is freed when it ends, even if it fails.
 */

import { topologicalOrder } from '../../tensor/order.ts';
import type { Program, Value } from '../../tensor/program.ts';
import { formatShape, type Shape, sameShape } from '../../tensor/shape.ts';
import { inputData, quotedNames, refuseUnknownInputs } from '../check.ts';
import type { DeviceInfo, Engine, EngineState, Executable, Loan, TensorData } from '../engine.ts';
import { Sequencer } from '../sequencer.ts';
import type { Tensor, Tf } from './images.ts';
import { runKernel, tfjsTypes } from './kernels.ts';

export class TfjsEngine implements Engine {
  readonly device: DeviceInfo;
  readonly #tf: Tf;

  constructor(tf: Tf, label = `TensorFlow.js, ${tf.getBackend()}`) {
    this.#tf = tf;
    this.device = { id: 'tfjs', label, threads: 1 };
  }

  async createState(values: Readonly<Record<string, { shape: Shape; data: Float32Array }>>): Promise<TfjsState> {
    const tensors = Object.entries(values).map(([name, { shape, data }]): [string, Tensor] => [
      name,
      this.#tf.tensor(data, [...shape]),
    ]);
    return new TfjsState(new Map(tensors));
  }

  async compile(program: Program): Promise<Executable> {
    return new TfjsExecutable(this.#tf, program);
  }

  async dispose(): Promise<void> {}
}

class TfjsState implements EngineState {
  /** Serialises runs and reads. */
  readonly sequencer = new Sequencer();
  readonly #tensors: Map<string, Tensor>;

  constructor(tensors: Map<string, Tensor>) {
    this.#tensors = tensors;
  }

  get(name: string): Tensor {
    const tensor = this.#tensors.get(name);
    if (tensor === undefined)
      throw new Error(`There is no state '${name}', only ${quotedNames([...this.#tensors.keys()])}`);
    return tensor;
  }

  replace(name: string, next: Tensor): void {
    this.get(name).dispose();
    this.#tensors.set(name, next);
  }

  async read(names: readonly string[] = [...this.#tensors.keys()]): Promise<Record<string, Float32Array>> {
    return this.sequencer.queue(async () => {
      const entries = names.map(async (name) => [name, Float32Array.from(await this.get(name).data())] as const);
      return Object.fromEntries(await Promise.all(entries));
    });
  }

  async lend(names: readonly string[]): Promise<Loan> {
    return { data: await this.read(names), giveBack: () => undefined };
  }

  async dispose(): Promise<void> {
    await this.sequencer.queue(async () => {
      for (const tensor of this.#tensors.values()) tensor.dispose();
      this.#tensors.clear();
    });
  }
}

class TfjsExecutable implements Executable {
  readonly #tf: Tf;
  readonly #program: Program;
  /** The results of a run: the outputs, then the next values of the state. */
  readonly #asked: readonly Value[];

  constructor(tf: Tf, program: Program) {
    this.#tf = tf;
    this.#program = program;
    const nexts = program.state.flatMap(({ next }) => (next === null ? [] : [next]));
    this.#asked = [...program.outputs.map(({ value }) => value), ...nexts];
  }

  async run(state: EngineState, data: Readonly<Record<string, TensorData>>): Promise<Record<string, TensorData>> {
    if (!(state instanceof TfjsState)) throw new TypeError('The state belongs to another engine');
    return state.sequencer.queue(() => this.#run(state, data));
  }

  async dispose(): Promise<void> {}

  async #run(state: TfjsState, data: Readonly<Record<string, TensorData>>): Promise<Record<string, TensorData>> {
    const { inputs, outputs, state: states } = this.#program;
    refuseUnknownInputs(this.#program, data);
    const known = new Map<Value, Tensor>();
    for (const { name, value } of states) {
      const tensor = state.get(name);
      if (!sameShape(tensor.shape, value.shape)) {
        const [is, expected] = [formatShape(tensor.shape), formatShape(value.shape)];
        throw new Error(`The state '${name}' has shape ${is}; the program expects ${expected}`);
      }
      known.set(value, tensor);
    }
    const results = this.#tf.tidy(() => {
      for (const input of inputs) {
        const { shape, dtype } = input.value;
        known.set(input.value, this.#tf.tensor(inputData(input, data), [...shape], tfjsTypes[dtype]));
      }
      return this.#compute(known);
    });
    const [told, nexts] = [results.slice(0, outputs.length), results.slice(outputs.length)];
    try {
      const read = outputs.map(async ({ name, value }, index) => [name, await hostData(told[index]!, value)] as const);
      const host = Object.fromEntries(await Promise.all(read));
      for (const { name, next } of states) if (next !== null) state.replace(name, nexts.shift()!);
      return host;
    } finally {
      // Next values that did not become the state.
      for (const tensor of [...told, ...nexts]) tensor.dispose();
    }
  }

  /** A separate tensor for each requested value. */
  #compute(known: Map<Value, Tensor>): Tensor[] {
    const find = (value: Value): Tensor => {
      const tensor = known.get(value);
      if (tensor === undefined) {
        throw new Error(`The program uses an input of ${formatShape(value.shape)} that it does not list`);
      }
      return tensor;
    };
    for (const value of topologicalOrder(this.#asked)) {
      const { source, shape, dtype } = value;
      if (known.has(value) || source.op === 'input') continue;
      const tensor =
        source.op === 'constant'
          ? this.#tf.tensor(source.attributes.data, [...shape], tfjsTypes[dtype])
          : runKernel(this.#tf, source, source.inputs.map(find), shape);
      known.set(value, tensor);
    }
    return this.#asked.map((value) => find(value).clone());
  }
}

async function hostData(tensor: Tensor, { dtype }: Value): Promise<TensorData> {
  const data = await tensor.data();
  if (dtype === 'float32') return Float32Array.from(data);
  return dtype === 'int32' ? Int32Array.from(data) : Uint8Array.from(data);
}
