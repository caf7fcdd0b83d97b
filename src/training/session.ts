/** A model on a device: its weights, and the programs that train and evaluate it, compiled when first needed. */
import type { Batch } from '../data/batches.ts';
import { UserError } from '../data/userError.ts';
import type { Engine, EngineState, Executable, Loan, TensorData } from '../engine/engine.ts';
import type { ModelSpec, TrainingSpec } from '../model/spec.ts';
import type { Program } from '../tensor/program.ts';
import { sizeOf } from '../tensor/shape.ts';
import { describeOutOfMemory, deviceFailure, isOutOfMemory } from './deviceFailure.ts';
import { slotPack, stateOf, stepInputs } from './feeds.ts';
import { collectGarbage } from './garbage.ts';
import { createOptimizer, type Optimizer } from './optimizers/index.ts';
import { type ModelPacks, type Pack, packModel, unpackData } from './packing.ts';
import type { Tensor } from './safetensors.ts';
import { evaluationProgram, type Images, trainingProgram } from './step.ts';

export interface StepResult {
  /** Mean over the batch. */
  readonly loss: number;
  /** Number of correctly classified images. */
  readonly correct: number;
}

/** Read-only, and unchanged until it is released. */
export interface Learned extends Pick<Loan, 'giveBack'> {
  /** Weights and buffers by name. */
  readonly weights: Readonly<Record<string, Tensor>>;
  /** As `<slot>/<name>`. */
  readonly optimizerState: Readonly<Record<string, Tensor>>;
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
    const state = await engine.createState(stateOf(packs, optimizer, tensors));
    return new Session(engine, model, training, images, packs, optimizer, state);
  }

  /** Runs the `step`th optimizer step of the run, from 1. */
  async train(batch: Batch, step: number, learningRate: number): Promise<StepResult> {
    const isFirst = !this.#steps.has(batch.size);
    const { program, executable } = await this.#compiled(this.#steps, batch.size, () =>
      this.#trainingProgram(batch.size),
    );
    // Frees what building the graph has left behind, before the step takes its memory.
    if (isFirst) collectGarbage();
    const { seed } = this.#training;
    const inputs = stepInputs(program, this.#optimizer, batch, { step, learningRate, seed });
    const { loss, correct } = await this.#run(executable, inputs, batch);
    return { loss: loss![0]!, correct: correct![0]! };
  }

  /** Mean loss over the batch and the model's outputs, `[size, classes]`. */
  async evaluate(batch: Batch): Promise<{ loss: number; logits: Float32Array }> {
    const { executable } = await this.#compiled(this.#evaluations, batch.size, () =>
      evaluationProgram(this.#model, this.#training.loss, this.#images, batch.size, this.#packs),
    );
    const { images, labels } = batch;
    const { loss, logits } = await this.#run(executable, { images, labels }, batch);
    if (!(logits instanceof Float32Array)) throw new Error('The logits are no float32 tensor');
    return { loss: loss![0]!, logits };
  }

  /** Everything learned so far. With large models, training soon waits until it is released. */
  async lend(): Promise<Learned> {
    const packs = [...this.#packs.parameters, ...this.#packs.buffers];
    const slots = this.#packs.parameters.flatMap((pack) => this.#optimizer.slots.map((slot) => slotPack(pack, slot)));
    const { data, giveBack } = await this.#lend([...packs, ...slots].map(({ name }) => name));
    const tensorsOf = (some: readonly Pack[]) =>
      Object.assign({}, ...some.map((pack) => unpackData(pack, data[pack.name]!)));
    return { weights: tensorsOf(packs), optimizerState: tensorsOf(slots), giveBack };
  }

  async dispose(): Promise<void> {
    for (const compiled of [...this.#steps.values(), ...this.#evaluations.values()]) {
      await (await compiled).executable.dispose();
    }
    await this.#state.dispose();
  }

  async #run(
    executable: Executable,
    inputs: Readonly<Record<string, TensorData>>,
    { size }: Batch,
  ): Promise<Record<string, TensorData>> {
    try {
      return await executable.run(this.#state, inputs);
    } catch (error) {
      if (isOutOfMemory(error)) {
        const said = describeOutOfMemory(size, await this.#largestFitting(size), this.#engine.device.label);
        throw new UserError('out-of-memory', said);
      }
      throw deviceFailure(error, this.#engine.device);
    }
  }

  async #lend(names: readonly string[]): Promise<Loan> {
    try {
      return await this.#state.lend(names);
    } catch (error) {
      throw deviceFailure(error, this.#engine.device);
    }
  }

  /** The largest batch size, found by halving, that can be trained; 0 if none can. */
  async #largestFitting(tooLarge: number): Promise<number> {
    for (let size = Math.floor(tooLarge / 2); size >= 1; size = Math.floor(size / 2)) {
      try {
        const program = this.#trainingProgram(size);
        const executable = await this.#engine.compile(program);
        // A step on black images takes as much memory as any other.
        const [images, labels] = [new Uint8Array(size * sizeOf(this.#images.shape)), new Int32Array(size)];
        const at = { step: 1, learningRate: 0, seed: this.#training.seed };
        const inputs = stepInputs(program, this.#optimizer, { size, images, labels }, at);
        await executable.run(this.#state, inputs).finally(() => executable.dispose());
        return size;
      } catch (error) {
        if (!isOutOfMemory(error)) return 0;
      }
    }
    return 0;
  }

  #trainingProgram(batchSize: number): Program {
    return trainingProgram(this.#model, this.#training, this.#images, batchSize, this.#packs, this.#optimizer);
  }

  #compiled(cache: Map<number, Promise<Compiled>>, batchSize: number, build: () => Program): Promise<Compiled> {
    const known = cache.get(batchSize);
    if (known !== undefined) return known;
    const program = build();
    const compiled = this.#engine.compile(program).then(
      (executable) => ({ program, executable }),
      (error) => {
        cache.delete(batchSize);
        throw deviceFailure(error, this.#engine.device);
      },
    );
    cache.set(batchSize, compiled);
    return compiled;
  }
}
