/** The networks of pytorchCases.py, with the weights and images of its formulas. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  add,
  avgPool2d,
  batchNorm2d,
  concat,
  conv2d,
  dense,
  flatten,
  globalAvgPool2d,
  input,
  localResponseNorm,
  maxPool2d,
  model,
  relu,
  sequential,
  tanh,
} from '../../src/cnn/index.ts';
import { createOnnxRuntimeEngine } from '../../src/engine/onnxruntime/index.ts';
import { Inspection, InspectionPrograms } from '../../src/insight/inspection.ts';
import { modelBuffers, modelParameters } from '../../src/model/parameters.ts';
import type { ModelSpec } from '../../src/model/spec.ts';
import { sizeOf } from '../../src/tensor/shape.ts';
import type { Tensor } from '../../src/training/safetensors.ts';
import { specOf } from '../model/build.ts';

export interface PyTorchCase {
  readonly name: 'chain' | 'branches';
  readonly scale: readonly number[];
  readonly offset: readonly number[];
  readonly nodes: readonly (readonly number[])[];
  readonly projections: readonly {
    readonly node: number;
    readonly map: number;
    readonly method: 'gradient' | 'guided' | 'deconvnet';
    readonly place: number;
    readonly value: number;
    readonly pixels: readonly number[];
  }[];
  readonly camNode: number;
  readonly heats: readonly (readonly number[])[];
  readonly featureNode: number;
  readonly neighbours: readonly { readonly image: number; readonly distance: number }[];
  /** Of images 1 to 20. */
  readonly principalPoints: readonly number[];
  readonly explained: readonly number[];
  readonly predicted: readonly number[];
  readonly confidence: readonly number[];
  readonly strongestNode: number;
  readonly strongest: readonly (readonly { readonly image: number; readonly value: number }[])[];
}

export const pytorchCases: readonly PyTorchCase[] = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'pytorchCases.json'), 'utf8'),
);

export const networks: Readonly<Record<PyTorchCase['name'], ModelSpec>> = {
  chain: specOf(
    model({
      name: 'chain',
      input: [2, 12, 12],
      layers: [
        conv2d(4, 3, { padding: 1 }),
        relu(),
        maxPool2d(3, { stride: 2 }),
        conv2d(6, [3, 2], { padding: [2, 0], dilation: [2, 1], groups: 2 }),
        batchNorm2d(),
        tanh(),
        avgPool2d(2),
        flatten(),
        dense(5),
        relu(),
        dense(3),
      ],
    }),
  ),
  branches: specOf(
    (() => {
      const image = input([1, 7, 7]);
      const b = relu()(conv2d(3, 3, { padding: 1 })(image));
      const d = sequential([localResponseNorm(3, { alpha: 0.3 }), conv2d(3, 3, { padding: 1 })])(b);
      const f = relu()(add(b, d));
      const h = concat(f, conv2d(2, 1, { bias: false })(f));
      return model({
        name: 'branches',
        inputs: image,
        outputs: sequential([globalAvgPool2d(), flatten(), dense(4)])(h),
      });
    })(),
  ),
};

/** sin(0.7·i + phase). */
const wave = (count: number, phase: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(0.7 * i + phase));

export function weightsOf(spec: ModelSpec): Record<string, Tensor> {
  const learned = modelParameters(spec).map(({ name, shape }, index) => {
    return [name, { shape, data: wave(sizeOf(shape), index + 1) }] as const;
  });
  const noted = modelBuffers(spec).map(({ name, shape }) => {
    const data = name.endsWith('running_var')
      ? wave(sizeOf(shape), 51).map((value) => 1.5 + value)
      : wave(sizeOf(shape), 50);
    return [name, { shape, data }] as const;
  });
  return Object.fromEntries([...learned, ...noted]);
}

export const imageOf = (size: number, number: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => (i * i * 31 + i * 17 + number * 101) % 256);

/** A network of `pytorchCases.py` ready to be looked into; `image` gives its images by number. */
export async function openCase({ name, scale, offset }: PyTorchCase): Promise<{
  inspection: Inspection;
  image(number: number): Uint8Array;
  dispose(): Promise<void>;
}> {
  const spec = networks[name];
  const [channels = 1, height = 1, width = 1] = spec.nodes[0]!.shape;
  const engine = await createOnnxRuntimeEngine({ threads: 1 });
  const programs = new InspectionPrograms(engine, spec, { shape: [channels, height, width], scale, offset });
  const inspection = await Inspection.create(programs, weightsOf(spec));
  return {
    inspection,
    image: (number) => imageOf(channels * height * width, number),
    async dispose() {
      await inspection.dispose();
      await programs.dispose();
      await engine.dispose();
    },
  };
}

/** The largest difference, over the largest magnitude expected. */
export function difference(actual: ArrayLike<number>, expected: readonly number[]): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(actual[i]! - value)), 0) / scale;
}
