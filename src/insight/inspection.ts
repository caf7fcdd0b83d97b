/**
 * A model with the weights of one moment, for looking inside. Programs are compiled when first needed and shared by all
 * epochs of a run, which differ only in weights.
 */
import * as l10n from '@vscode/l10n';
import { UserError } from '../data/userError.ts';
import type { Engine, EngineState, Executable, TensorData } from '../engine/engine.ts';
import type { ModelSpec } from '../model/spec.ts';
import type { Program } from '../tensor/program.ts';
import { sizeOf } from '../tensor/shape.ts';
import type { Weights } from '../training/checkpoints.ts';
import { type ModelPacks, packData, packModel, unpackData } from '../training/packing.ts';
import type { Tensor } from '../training/safetensors.ts';
import type { Images } from '../training/step.ts';
import { activationProgram, type LookedInto, nodeName } from './programs.ts';

/** Number of compiled programs to keep; the least recently used go first. */
const mostPrograms = 64;

interface Compiled {
  readonly executable: Promise<Executable>;
  running: number;
}

/** The compiled programs of a model. */
export class InspectionPrograms implements LookedInto {
  readonly engine: Engine;
  readonly model: ModelSpec;
  readonly images: Images;
  readonly packs: ModelPacks;
  /** In order of last use. */
  readonly #compiled = new Map<string, Compiled>();

  constructor(engine: Engine, model: ModelSpec, images: Images) {
    this.engine = engine;
    this.model = model;
    this.images = images;
    this.packs = packModel(model);
  }

  /** Runs the program of this name, which `build` makes on first use. */
  async run(
    name: string,
    build: () => Program,
    state: EngineState,
    inputs: Readonly<Record<string, TensorData>>,
  ): Promise<Record<string, TensorData>> {
    const compiled = this.#compiled.get(name) ?? this.#compile(name, build);
    this.#compiled.delete(name);
    this.#compiled.set(name, compiled);
    compiled.running += 1;
    try {
      return await (await compiled.executable).run(state, inputs);
    } finally {
      compiled.running -= 1;
      await this.#thinOut();
    }
  }

  #compile(name: string, build: () => Program): Compiled {
    const executable = this.engine.compile(build());
    // A failed compilation is tried again next time.
    executable.catch(() => this.#compiled.delete(name));
    return { executable, running: 0 };
  }

  async dispose(): Promise<void> {
    const all = [...this.#compiled.values()];
    this.#compiled.clear();
    for (const { executable } of all) await executable.then((each) => each.dispose());
  }

  async #thinOut(): Promise<void> {
    for (const [name, { executable, running }] of this.#compiled) {
      if (this.#compiled.size <= mostPrograms) return;
      if (running > 0) continue;
      this.#compiled.delete(name);
      await (await executable).dispose();
    }
  }
}

export class Inspection {
  readonly programs: InspectionPrograms;
  readonly #state: EngineState;

  private constructor(programs: InspectionPrograms, state: EngineState) {
    this.programs = programs;
    this.#state = state;
  }

  /** Throws if the weights are not the model's. */
  static async create(programs: InspectionPrograms, weights: Weights): Promise<Inspection> {
    const { parameters, buffers } = programs.packs;
    const values = [...parameters, ...buffers].map((pack) => {
      return [pack.name, { shape: pack.shape, data: packData(pack, weights) }] as const;
    });
    return new Inspection(programs, await programs.engine.createState(Object.fromEntries(values)));
  }

  get model(): ModelSpec {
    return this.programs.model;
  }

  /** Outputs of a program of `programs.ts`; see `InspectionPrograms.run`. */
  run(
    name: string,
    build: (of: LookedInto) => Program,
    inputs: Readonly<Record<string, TensorData>>,
  ): Promise<Record<string, TensorData>> {
    return this.programs.run(name, () => build(this.programs), this.#state, inputs);
  }

  /** Float32 outputs only. */
  async runFloat(
    name: string,
    build: (of: LookedInto) => Program,
    inputs: Readonly<Record<string, TensorData>>,
  ): Promise<Record<string, Float32Array>> {
    const outputs = await this.run(name, build, inputs);
    return Object.fromEntries(Object.entries(outputs).map(([output, data]) => [output, float32(output, data)]));
  }

  /** Values of nodes (all by default) for one image `[channels, height, width]`, in the order of `nodes`. */
  async activations(
    image: Uint8Array,
    nodes: readonly number[] = this.model.nodes.map(({ id }) => id),
  ): Promise<Float32Array[]> {
    this.#checkImage(image);
    const values = await this.runFloat(`activations ${nodes.join()}`, (of) => activationProgram(of, 1, nodes), {
      images: image,
    });
    return nodes.map((node) => values[nodeName(node)]!);
  }

  /** A parameter or buffer by name, such as `conv2d_1.weight`; `null` if the model has none of this name. */
  async parameter(name: string): Promise<Tensor | null> {
    const { parameters, buffers } = this.programs.packs;
    const pack = [...parameters, ...buffers].find(({ members }) => members.some((member) => member.name === name));
    if (pack === undefined) return null;
    const data = await this.#state.read([pack.name]);
    return unpackData(pack, data[pack.name]!)[name] ?? null;
  }

  async dispose(): Promise<void> {
    await this.#state.dispose();
  }

  #checkImage(image: Uint8Array): void {
    const { shape } = this.programs.images;
    if (image.length === sizeOf(shape)) return;
    throw new UserError(
      'image-size',
      l10n.t(
        'The image has {0} values; the model takes {1} = {2} (channels×height×width). Resize the image.',
        image.length,
        shape.join('×'),
        sizeOf(shape),
      ),
    );
  }
}

export function float32(name: string, data: TensorData): Float32Array {
  if (data instanceof Float32Array) return data;
  throw new TypeError(`${name} is no float32 tensor`);
}
