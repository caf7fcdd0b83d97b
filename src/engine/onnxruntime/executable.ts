/** One compiled program: an ONNX Runtime session. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { onnxNames } from '../../tensor/onnx.ts';
import type { Program } from '../../tensor/program.ts';
import { inputData, refuseUnknownInputs } from '../check.ts';
import type { EngineState, Executable, TensorData } from '../engine.ts';
import { HeldSession } from './heldSession.ts';
import type { Fetches, RunSession } from './runSession.ts';
import { OnnxRuntimeState } from './state.ts';

export class OnnxRuntimeExecutable implements Executable {
  readonly #held: HeldSession;
  readonly #program: Program;
  readonly #updated: readonly string[];
  readonly #runSession: RunSession;

  constructor(session: InferenceSession, program: Program, runSession: RunSession) {
    this.#held = new HeldSession(session);
    this.#program = program;
    this.#runSession = runSession;
    this.#updated = program.state.flatMap(({ name, next }) => (next === null ? [] : [name]));
  }

  run(state: EngineState, inputs: Readonly<Record<string, TensorData>>): Promise<Record<string, TensorData>> {
    if (!(state instanceof OnnxRuntimeState)) throw new TypeError('The state belongs to another engine');
    return state.sequencer.queue(() => this.#run(state, inputs));
  }

  async dispose(): Promise<void> {
    await this.#held.drop();
  }

  async #run(state: OnnxRuntimeState, data: Readonly<Record<string, TensorData>>): Promise<Record<string, TensorData>> {
    const { inputs, outputs } = this.#program;
    refuseUnknownInputs(this.#program, data);
    const feeds: Record<string, Tensor> = {};
    for (const input of inputs) {
      feeds[onnxNames.input(input.name)] = new Tensor(input.value.dtype, inputData(input, data), input.value.shape);
    }
    for (const { name, value } of this.#program.state) feeds[onnxNames.state(name)] = state.current(name, value.shape);
    await state.writable(this.#updated);
    const fetches: Record<string, Tensor | null> = {};
    for (const { name, value } of outputs) fetches[onnxNames.output(name)] = state.result(value);
    for (const name of this.#updated) fetches[onnxNames.next(name)] = state.spare(name);
    const written = await this.#runSession(this.#held.session, feeds, fetches);
    state.replace(this.#updated, (name) => tensorIn(written, onnxNames.next(name)), this.#held);
    return Object.fromEntries(outputs.map(({ name }) => [name, dataOf(tensorIn(written, onnxNames.output(name)))]));
  }
}

function dataOf({ data }: Tensor): TensorData {
  if (data instanceof Float32Array || data instanceof Int32Array || data instanceof Uint8Array) return data;
  throw new TypeError('ONNX Runtime gave a result of a type that no program has');
}

function tensorIn(written: Fetches, name: string): Tensor {
  const tensor = written[name];
  if (!(tensor instanceof Tensor)) throw new Error(`ONNX Runtime gave no ${name}`);
  return tensor;
}
