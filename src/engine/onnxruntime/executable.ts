/** One compiled program: an ONNX Runtime session. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { DType } from '../../tensor/dtype.ts';
import { onnxNames } from '../../tensor/onnx.ts';
import type { Program } from '../../tensor/program.ts';
import { type Shape, sizeOf } from '../../tensor/shape.ts';
import { inputData, refuseUnknownInputs } from '../check.ts';
import type { EngineState, Executable, TensorData } from '../engine.ts';
import { HeldSession } from './heldSession.ts';
import { OnnxRuntimeState } from './state.ts';

export class OnnxRuntimeExecutable implements Executable {
  readonly #held: HeldSession;
  readonly #program: Program;
  readonly #updated: readonly string[];

  constructor(session: InferenceSession, program: Program) {
    this.#held = new HeldSession(session);
    this.#program = program;
    this.#updated = program.state.flatMap(({ name, next }) => (next === null ? [] : [name]));
  }

  run(state: EngineState, inputs: Readonly<Record<string, TensorData>>): Promise<Record<string, TensorData>> {
    if (!(state instanceof OnnxRuntimeState)) throw new TypeError('The state belongs to another engine');
    return state.turns.take(() => this.#run(state, inputs));
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
    // Every result in host memory has a buffer of ours: that stays flat, run after run.
    const fetches: Record<string, Tensor | null> = {};
    const results: Record<string, TensorData> = {};
    for (const { name, value } of outputs) {
      const result = allocate(value.dtype, value.shape);
      results[name] = result;
      fetches[onnxNames.output(name)] = new Tensor(value.dtype, result, value.shape);
    }
    for (const name of this.#updated) fetches[onnxNames.next(name)] = state.spare(name);
    const written = await this.#held.session.run(feeds, fetches);
    state.replace(this.#updated, (name) => tensorIn(written, onnxNames.next(name)), this.#held);
    return results;
  }
}

function tensorIn(written: InferenceSession.ReturnType, name: string): Tensor {
  const tensor = written[name];
  if (!(tensor instanceof Tensor)) throw new Error(`ONNX Runtime gave no ${name}`);
  return tensor;
}

function allocate(dtype: DType, shape: Shape): TensorData {
  const size = sizeOf(shape);
  if (dtype === 'float32') return new Float32Array(size);
  return dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size);
}
