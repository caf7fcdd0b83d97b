/** The default engine: ONNX Runtime, on the CPU or another of its execution providers. */
import { availableParallelism } from 'node:os';
import { InferenceSession, listSupportedBackends } from 'onnxruntime-node';
import { onnxNames, programToOnnx } from '../../tensor/onnx.ts';
import type { Program } from '../../tensor/program.ts';
import type { Shape } from '../../tensor/shape.ts';
import { input } from '../../tensor/values.ts';
import type { DeviceInfo, Engine } from '../engine.ts';
import { channelBlock } from './channelBlock.ts';
import { OnnxRuntimeExecutable } from './executable.ts';
import { GpuState } from './gpuState.ts';
import { HostState } from './hostState.ts';
import { type ProviderId, providerLabel } from './providers.ts';
import { runInto, runSession } from './runSession.ts';
import type { OnnxRuntimeState } from './state.ts';

export interface OnnxRuntimeOptions {
  /** The execution provider. Default: the CPU. */
  readonly provider?: ProviderId;
  /** CPU threads for one op. Another number gives other bits, so a run records its own. */
  readonly threads?: number;
}

/** Merges zeros around images with a max pooling after them, in which they are then −∞. */
const padFusion = 'Pad_Fusion';
/** Would keep the zeros that max pooling adds its gradient to: as large as the images, and twice. */
const folding = 'ConstantFolding';

export class OnnxRuntimeEngine implements Engine {
  readonly device: DeviceInfo;
  readonly #provider: ProviderId;
  readonly #channelBlock: number | null;
  /** A session that does nothing: a GPU and its compiled shaders are kept as long as any session lives. */
  #anchor: Promise<InferenceSession> | null = null;

  /** Throws if the library has no such provider. Whether it works here shows with the first program. */
  static async create({
    provider = 'cpu',
    threads = availableParallelism(),
  }: OnnxRuntimeOptions = {}): Promise<OnnxRuntimeEngine> {
    if (!Number.isInteger(threads) || threads < 1)
      throw new RangeError(`threads: needs a number from 1, not ${threads}`);
    const offered = listSupportedBackends().map(({ name }) => name);
    if (!offered.includes(provider)) {
      throw new Error(
        `ONNX Runtime for ${process.platform}-${process.arch} has no ${provider}, only ${offered.join(', ')}`,
      );
    }
    const { channels, note } = provider === 'cpu' ? await channelBlock() : { channels: null, note: null };
    const device = { id: provider, label: providerLabel(provider, threads), threads, ...(note !== null && { note }) };
    return new OnnxRuntimeEngine(provider, device, channels);
  }

  private constructor(provider: ProviderId, device: DeviceInfo, block: number | null) {
    this.#provider = provider;
    this.device = device;
    this.#channelBlock = block;
  }

  async createState(values: Readonly<Record<string, { shape: Shape; data: Float32Array }>>): Promise<OnnxRuntimeState> {
    return this.#keepsState ? new GpuState(values, (program) => this.compile(program)) : new HostState(values);
  }

  async compile(program: Program): Promise<OnnxRuntimeExecutable> {
    for (const { name, value } of program.outputs) {
      if (value.dtype === 'bool')
        throw new TypeError(`The output '${name}' is bool: cast it to a type that can be read`);
    }
    if (this.#keepsState) await this.#holdDevice();
    const updated = program.state.flatMap(({ name, next }) => (next === null ? [] : [onnxNames.next(name)]));
    const onDevice = Object.fromEntries(updated.map((name) => [name, 'gpu-buffer'] as const));
    const session = await this.#createSession(program, this.#keepsState ? { preferredOutputLocation: onDevice } : {});
    return new OnnxRuntimeExecutable(session, program, this.#isCpu ? runInto : runSession);
  }

  async dispose(): Promise<void> {
    const anchor = await this.#anchor?.catch(() => null);
    this.#anchor = null;
    await anchor?.release();
  }

  get #isCpu(): boolean {
    return this.#provider === 'cpu';
  }

  /** Whether tensors can stay on the device; the library's Node binding has that for WebGPU alone. */
  get #keepsState(): boolean {
    return this.#provider === 'webgpu';
  }

  async #holdDevice(): Promise<void> {
    const x = { name: 'x', value: input([1]) };
    this.#anchor ??= this.#createSession({ inputs: [x], state: [], outputs: [x] });
    await this.#anchor;
  }

  async #createSession(program: Program, options: InferenceSession.SessionOptions = {}): Promise<InferenceSession> {
    const target = {
      channelBlock: this.#channelBlock,
      webgpu: this.#provider === 'webgpu',
      endsFirst: this.#isCpu,
    };
    return InferenceSession.create(programToOnnx(program, target), {
      ...options,
      // Ops that a provider lacks run on the CPU.
      executionProviders: this.#isCpu ? ['cpu'] : [this.#provider, 'cpu'],
      intraOpNumThreads: this.device.threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      // A memory pattern is one block for all tensors, allocated in addition to those of the run that recorded it.
      enableMemPattern: !this.#isCpu,
      // Programs in channel blocks are lowered as they should run. Searching them for more would take longer than
      // everything else that creates a session.
      graphOptimizationLevel: target.channelBlock === null ? 'all' : 'disabled',
      // Only fatal messages: errors are thrown anyway.
      logSeverityLevel: 4,
      extra: {
        optimization: { disable_specified_optimizers: (this.#isCpu ? [padFusion, folding] : [padFusion]).join(';') },
        session: {
          // Adam's moments decay into denormals, on which the CPU is a hundred times slower.
          set_denormal_as_zero: '1',
          // Waiting threads spin this long before they sleep: enough to bridge the gaps within a step, but not so long
          // that they keep the CPU from each other and the rest of the machine.
          intra_op: { spin_duration_us: '100' },
        },
      },
    });
  }
}
