/**
 * The narrow interface between what is computed and what computes it. A program is compiled once and
 * run many times; named state (weights, optimizer moments) stays on the device between runs and may be
 * shared by several programs (a full batch, the last smaller batch, evaluation).
 */
import type { Program } from '../tensor/program.ts';

export type TensorData = Float32Array | Int32Array | Uint8Array;

export interface DeviceInfo {
  /** `cpu`, `webgpu` … as `--device` takes it. */
  readonly id: string;
  /** For people: `CPU, 2 threads`. */
  readonly label: string;
  readonly threads: number;
}

/** Values in host memory that stay as they are until they are given back. They are not to be written to. */
export interface Loan {
  readonly data: Readonly<Record<string, Float32Array>>;
  giveBack(): void;
}

/** Named tensors that live on the device. Values are float32. */
export interface EngineState {
  /** Copies of the named tensors (all of them by default), in host memory. */
  read(names?: readonly string[]): Promise<Record<string, Float32Array>>;
  /** The named tensors as they are now, without a copy where that would be large: runs may then have to wait for them. */
  lend(names: readonly string[]): Promise<Loan>;
  dispose(): Promise<void>;
}

/** A compiled program. `inputs` and the result are keyed by the program's names. */
export interface Executable {
  /** Runs once. State that the program updates is replaced when, and only when, the run succeeds. */
  run(state: EngineState, inputs: Readonly<Record<string, TensorData>>): Promise<Record<string, TensorData>>;
  dispose(): Promise<void>;
}

export interface Engine {
  readonly device: DeviceInfo;
  /** The arrays are the state's from then on: it may write to them. */
  createState(values: Readonly<Record<string, { shape: readonly number[]; data: Float32Array }>>): Promise<EngineState>;
  compile(program: Program): Promise<Executable>;
  dispose(): Promise<void>;
}
