/**
 * The narrow interface between programs and devices. A program is compiled once and run many times. Named state
 * (weights, optimizer moments) stays on the device between runs and can be shared by several programs (a full batch,
 * the last smaller batch, evaluation).
 */
import type { Program } from '../tensor/program.ts';

export type TensorData = Float32Array | Int32Array | Uint8Array;

export interface DeviceInfo {
  /** `cpu`, `webgpu` … as `--device` takes it. */
  readonly id: string;
  /** For people: `CPU, 2 threads`. */
  readonly label: string;
  readonly threads: number;
  /** What makes it slower than it could be, for people; absent if nothing does. */
  readonly note?: string;
}

/** Read-only values in host memory that stay unchanged until they are released. */
export interface Loan {
  readonly data: Readonly<Record<string, Float32Array>>;
  giveBack(): void;
}

/** Named tensors that live on the device. Values are float32. */
export interface EngineState {
  /** Copies of the named tensors (all of them by default), in host memory. */
  read(names?: readonly string[]): Promise<Record<string, Float32Array>>;
  /**
   * The current values of the named tensors, without copying large ones: runs may then have to wait for their release.
   */
  lend(names: readonly string[]): Promise<Loan>;
  dispose(): Promise<void>;
}

/** A compiled program. `inputs` and results are keyed by the program's names. */
export interface Executable {
  /** Runs once. State that the program updates is replaced if, and only if, the run succeeds. */
  run(state: EngineState, inputs: Readonly<Record<string, TensorData>>): Promise<Record<string, TensorData>>;
  dispose(): Promise<void>;
}

export interface Engine {
  readonly device: DeviceInfo;
  /** Takes ownership of the arrays and may write to them. */
  createState(values: Readonly<Record<string, { shape: readonly number[]; data: Float32Array }>>): Promise<EngineState>;
  compile(program: Program): Promise<Executable>;
  dispose(): Promise<void>;
}
