/** The default engine: ONNX Runtime on the CPU. */
import { availableParallelism } from 'node:os';
import { InferenceSession } from 'onnxruntime-node';
import { programToOnnx } from '../../tensor/onnx.ts';
import type { Program, Shape } from '../../tensor/program.ts';
import type { DeviceInfo, Engine } from '../engine.ts';
import { OnnxRuntimeExecutable } from './executable.ts';
import { OnnxRuntimeState } from './state.ts';

export interface OnnxRuntimeOptions {
  /** Threads for one op. Another number gives other bits: a run records its own. */
  readonly threads?: number;
}

export class OnnxRuntimeEngine implements Engine {
  readonly device: DeviceInfo;

  constructor({ threads = availableParallelism() }: OnnxRuntimeOptions = {}) {
    if (!Number.isInteger(threads) || threads < 1)
      throw new RangeError(`threads: needs a number from 1, not ${threads}`);
    this.device = { id: 'cpu', label: threads === 1 ? 'CPU, 1 thread' : `CPU, ${threads} threads`, threads };
  }

  async createState(values: Readonly<Record<string, { shape: Shape; data: Float32Array }>>): Promise<OnnxRuntimeState> {
    return new OnnxRuntimeState(values);
  }

  async compile(program: Program): Promise<OnnxRuntimeExecutable> {
    for (const { name, value } of program.outputs) {
      if (value.dtype === 'bool')
        throw new TypeError(`The output '${name}' is bool: cast it to a type that can be read`);
    }
    const session = await InferenceSession.create(programToOnnx(program), {
      executionProviders: ['cpu'],
      intraOpNumThreads: this.device.threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      extra: {
        session: {
          // Moments of Adam die out into denormals, on which the CPU is a hundred times slower.
          set_denormal_as_zero: '1',
          // Threads that wait look for work this long before they sleep: past the gaps within a step, but not so
          // long that they keep each other, and the rest of the machine, from the processor.
          intra_op: { spin_duration_us: '100' },
        },
      },
    });
    return new OnnxRuntimeExecutable(session, program);
  }

  async dispose(): Promise<void> {}
}
