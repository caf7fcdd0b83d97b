/** PyTorch's results, recorded by pytorchTraining.py, with its calls as those of a model file. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as cnn from '../../src/cnn/index.ts';
import type { TrainingSpec } from '../../src/model/spec.ts';
import type { RunLength } from '../../src/training/schedule.ts';
import { trainingOf } from './tinyModel.ts';

/** A builder's call; its arguments may hold other calls. */
export interface BuilderCall {
  readonly builder: string;
  readonly args: readonly unknown[];
}

interface PytorchTraining {
  readonly losses: readonly {
    readonly loss: BuilderCall;
    readonly labels: readonly number[];
    readonly outputs: readonly number[];
    readonly scale: number;
    readonly value: number;
    readonly gradient: readonly number[];
  }[];
  readonly optimizers: readonly {
    readonly optimizer: BuilderCall;
    /** After each step. */
    readonly weights: readonly (readonly number[])[];
  }[];
  /** Of the schedules. */
  readonly run: RunLength;
  readonly schedules: readonly {
    readonly schedule: BuilderCall | number;
    /** Whether PyTorch's schedule takes a step after each epoch only. */
    readonly byEpoch: boolean;
    readonly rates: readonly number[];
  }[];
  readonly clippings: readonly {
    readonly option: 'clipGradNorm' | 'clipGradValue';
    readonly most: number;
    readonly scale: number;
    readonly gradients: readonly (readonly number[])[];
  }[];
}

const file = path.join(import.meta.dirname, 'pytorchTraining.json');
export const pytorchTraining: PytorchTraining = JSON.parse(readFileSync(file, 'utf8'));

/** The training of a model file with some of its options given as recorded calls. */
export const recordedTraining = (options: Readonly<Record<string, unknown>>): TrainingSpec =>
  trainingOf(Object.fromEntries(Object.entries(options).map(([name, value]) => [name, built(value)])));

/** As one would write it: `sgd({"momentum":0.9})`. */
export function written(value: unknown): string {
  if (isCall(value)) return `${value.builder}(${value.args.map(written).join(', ')})`;
  if (!isObject(value)) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, entry]) => `${key}: ${written(entry)}`)
    .join(', ')} }`;
}

const builders: Readonly<Record<string, unknown>> = { ...cnn };

function built(value: unknown): unknown {
  if (isCall(value)) {
    const builder = builders[value.builder];
    if (typeof builder !== 'function') throw new Error(`There is no builder ${value.builder}.`);
    return Reflect.apply(builder, undefined, value.args.map(built));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, built(entry)]));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCall = (value: unknown): value is BuilderCall => isObject(value) && 'builder' in value && 'args' in value;

/** sin(0.7·i + phase), as the script has it. */
export const wave = (count: number, phase: number, scale = 1): Float32Array =>
  Float32Array.from({ length: count }, (_, index) => scale * Math.sin(0.7 * index + phase));

/** The largest difference over the largest size of what is expected. */
export function worst(actual: ArrayLike<number>, expected: readonly number[]): number {
  const scale = Math.max(1e-12, ...expected.map(Math.abs));
  return Math.max(...expected.map((value, index) => Math.abs(actual[index]! - value))) / scale;
}
