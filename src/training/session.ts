/** A model on a device: its weights, and the programs that train and evaluate it, compiled when first needed. */
import type { Batch } from '../data/batches.ts';
import { bernoulli } from '../data/random.ts';
import type { Engine, EngineState, Executable, TensorData } from '../engine/engine.ts';
import type { ModelSpec, TrainingSpec } from '../model/spec.ts';
import type { Program } from '../tensor/program.ts';
import { sizeOf } from '../tensor/shape.ts';
import { createOptimizer, type Optimizer } from './optimizers/index.ts';
import { type ModelPacks, type Pack, packData, packModel, unpackData } from './packing.ts';
import type { Tensor } from './safetensors.ts';
import { evaluationProgram, type Images, slotName, trainingProgram } from './step.ts';

export interface StepResult {
  /** Mean over the batch. */
  readonly loss: number;
  /** Images told right. */
  readonly correct: number;
}

interface Compiled {
  readonly program: Program;
  readonly executable: Executable;
}

export class Session {
  readonly #engine: Engine;
  readonly #model: ModelSpec;
  readonly #training: TrainingSpec;
  readonly #images: Images;
  readonly #packs: ModelPacks;
  readonly #optimizer: Optimizer;
  readonly #state: EngineState;
  readonly #steps = new Map<number, Promise<Compiled>>();
  readonly #evaluations = new Map<number, Promise<Compiled>>();

  private constructor(
    engine: Engine,
    model: ModelSpec,
    training: TrainingSpec,
    images: Images,
    packs: ModelPacks,
    optimizer: Optimizer,
    state: EngineState,
  ) {
    this.#engine = engine;
    this.#model = model;
    this.#training = training;
    this.#images = images;
    this.#packs = packs;
    this.#optimizer = optimizer;
    this.#state = state;
  }

  /** `tensors`: weights and buffers by name and, for a run that goes on, the optimizer's state as `<slot>/<name>`. */
  static async create(
    engine: Engine,
    model: ModelSpec,
    training: TrainingSpec,
    images: Images,
    tensors: Readonly<Record<string, Tensor>>,
  ): Promise<Session> {
    const packs = packModel(model);
    const optimizer = createOptimizer(training.optimizer);
    const values: Record<string, Tensor> = {};
    for (const pack of packs.buffers) values[pack.name] = { shape: pack.shape, data: packData(pack, tensors) };
    for (const pack of packs.parameters) {
      values[pack.name] = { shape: pack.shape, data: packData(pack, tensors) };
      for (const slot of optimizer.slots) {
        const goesOn = slotName(slot, pack.members[0]!.name) in tensors;
        values[slotName(slot, pack.name)] = {
          shape: pack.shape,
          data: packData(slotPack(pack, slot), goesOn ? tensors : null),
        };
      }
    }
    const state = await engine.createState(values);
    return new Session(engine, model, training, images, packs, optimizer, state);
  }

  /** One optimizer step, the `step`th of the run, from 1. */
  async train(batch: Batch, step: number, learningRate: number): Promise<StepResult> {
    const { program, executable } = await this.#compiled(this.#steps, batch.size, () =>
      trainingProgram(this.#model, this.#training, this.#images, batch.size, this.#packs, this.#optimizer),
    );
    const inputs: Record<string, TensorData> = { images: batch.images, labels: batch.labels };
    for (const [index, value] of this.#optimizer.scalarsAt(step, learningRate).entries()) {
      inputs[this.#optimizer.scalars[index]!] = Float32Array.of(value);
    }
    for (const { name, value, random } of program.inputs) {
      if (random === undefined) continue;
      const key = { seed: this.#training.seed, purpose: 'mask', stream: random.stream, step } as const;
      inputs[name] = bernoulli(key, sizeOf(value.shape), random.probability);
    }
    const { loss, correct } = await executable.run(this.#state, inputs);
    return { loss: loss![0]!, correct: correct![0]! };
  }

  /** Mean loss over the batch and the model's outputs, `[size, classes]`. */
  async evaluate(batch: Batch): Promise<{ loss: number; logits: Float32Array }> {
    const { executable } = await this.#compiled(this.#evaluations, batch.size, () =>
      evaluationProgram(this.#model, this.#training.loss, this.#images, batch.size, this.#packs),
    );
    const { loss, logits } = await executable.run(this.#state, { images: batch.images, labels: batch.labels });
    if (!(logits instanceof Float32Array)) throw new Error('The logits are no float32 tensor');
    return { loss: loss![0]!, logits };
  }

  /** Copies of the weights and buffers by name. */
  async weights(): Promise<Record<string, Tensor>> {
    const packs = [...this.#packs.parameters, ...this.#packs.buffers];
    const data = await this.#state.read(packs.map(({ name }) => name));
    return Object.assign({}, ...packs.map((pack) => unpackData(pack, data[pack.name]!)));
  }

  /** Copies of the optimizer's state as `<slot>/<name>`. */
  async optimizerState(): Promise<Record<string, Tensor>> {
    const slots = this.#packs.parameters.flatMap((pack) => this.#optimizer.slots.map((slot) => ({ pack, slot })));
    const data = await this.#state.read(slots.map(({ pack, slot }) => slotName(slot, pack.name)));
    return Object.assign(
      {},
      ...slots.map(({ pack, slot }) => unpackData(slotPack(pack, slot), data[slotName(slot, pack.name)]!)),
    );
  }

  async dispose(): Promise<void> {
    for (const compiled of [...this.#steps.values(), ...this.#evaluations.values()]) {
      await (await compiled).executable.dispose();
    }
    await this.#state.dispose();
  }

  #compiled(cache: Map<number, Promise<Compiled>>, batchSize: number, build: () => Program): Promise<Compiled> {
    const known = cache.get(batchSize);
    if (known !== undefined) return known;
    const program = build();
    const compiled = this.#engine.compile(program).then((executable) => ({ program, executable }));
    cache.set(batchSize, compiled);
    return compiled;
  }
}

/** The pack of an optimizer's state beside a pack of parameters. */
function slotPack(pack: Pack, slot: string): Pack {
  const members = pack.members.map(({ name, shape }) => ({ name: slotName(slot, name), shape }));
  return { name: slotName(slot, pack.name), shape: pack.shape, members };
}
