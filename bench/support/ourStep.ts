/** A model's training step on our engine, on one batch of made-up images. */
import type { Batch } from '../../src/data/batches.ts';
import { standardisation } from '../../src/data/dataSet.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { modelBuffers, modelParameters } from '../../src/model/parameters.ts';
import { sizeOf } from '../../src/tensor/shape.ts';
import { initialise } from '../../src/training/initialise.ts';
import type { Tensor } from '../../src/training/safetensors.ts';
import { namedRate } from '../../src/training/schedule.ts';
import { Session } from '../../src/training/session.ts';
import type { LoadedModel } from './models.ts';

/** Losses and milliseconds, step by step. */
export interface Steps {
  readonly losses: readonly number[];
  readonly times: readonly number[];
}

export interface OurStep {
  readonly batch: Batch;
  /** `[size, channels, height, width]`. */
  readonly batchShape: readonly number[];
  /** The images as the model sees them. */
  standardised(): Float32Array;
  /** By name in the order of the layers. */
  firstWeights(): Readonly<Record<string, Tensor>>;
  run(steps: number): Promise<Steps>;
  dispose(): Promise<void>;
}

const classesSeen = 10;

export async function ourStep(engine: Engine, { spec, training }: LoadedModel): Promise<OurStep> {
  const [channels = 0, height = 0, width = 0] = spec.nodes[0]!.shape;
  const scaling = standardisation(Array(channels).fill(0.5), Array(channels).fill(0.29));
  const firstWeights = () => initialise(modelParameters(spec), 1);
  const first = { ...firstWeights(), ...initialise(modelBuffers(spec), 1) };
  const images = { shape: [channels, height, width], ...scaling } as const;
  const session = await Session.create(engine, spec, training, images, first);
  const batchShape = [training.batchSize, channels, height, width];
  const pixels = Uint8Array.from({ length: sizeOf(batchShape) }, (_, index) => Math.imul(index, 2654435761) >>> 24);
  const labels = Int32Array.from({ length: training.batchSize }, (_, index) => index % classesSeen);
  const batch: Batch = { size: training.batchSize, images: pixels, labels };
  const learningRate = namedRate(training.optimizer.learningRate);
  let step = 0;
  return {
    batch,
    batchShape,
    standardised: () => Float32Array.from(pixels, (pixel) => pixel * scaling.scale[0]! + scaling.offset[0]!),
    firstWeights,
    async run(steps) {
      const losses: number[] = [];
      const times: number[] = [];
      for (let count = 0; count < steps; count += 1) {
        step += 1;
        const started = performance.now();
        losses.push((await session.train(batch, step, learningRate)).loss);
        times.push(performance.now() - started);
      }
      return { losses, times };
    },
    dispose: () => session.dispose(),
  };
}
