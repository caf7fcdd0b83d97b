/**
 * Whether a device computes a model's training as the CPU does: the model's own training step on a few images is
 * compared before a run trusts the device. GPU kernels can be wrong for a single class of shapes, so no list of devices
 * would do.
 *
 * Compared are the loss, the gradient of every parameter and what the optimizer makes of them. Sums in another order
 * differ by up to 1e-4 of a tensor's size, GPUs that round products to ten bits (TF32) by 1e-3, wrong kernels by about
 * 1: between lies `tolerance`. Sizes are root mean squares, so that a single pixel which wins another maximum does not
 * count. A true gradient of zero (a bias before batch normalisation) is nothing but rounding: below a thousandth of the
 * largest gradient's size, differences are measured by that.
 */
import * as l10n from '@vscode/l10n';
import type { Batch } from '../data/batches.ts';
import type { Engine, TensorData } from '../engine/engine.ts';
import type { ModelSpec, TrainingSpec } from '../model/spec.ts';
import { topologicalOrder } from '../tensor/order.ts';
import type { Program, Value } from '../tensor/program.ts';
import { stateOf, stepInputs } from './feeds.ts';
import { createOptimizer } from './optimizers/index.ts';
import { packModel } from './packing.ts';
import type { Tensor } from './safetensors.ts';
import { namedRate } from './schedule.ts';
import { type Images, type TrainingProgram, trainingProgram } from './step.ts';

export const tolerance = 1e-2;

/**
 * Updates are compared as a whole, and loosely: Adam's first update is a sign, and the sign of a rounding error is
 * chance.
 */
const updateTolerance = 0.3;

export interface Trial {
  readonly model: ModelSpec;
  readonly training: TrainingSpec;
  readonly images: Images;
  /** All of one size. */
  readonly batches: readonly Batch[];
  /** As `Session.create` takes them. */
  readonly tensors: Readonly<Record<string, Tensor>>;
}

export interface Disagreement {
  /** `conv2d in conv2d_2`, `the loss`. */
  readonly what: string;
  /** Size of the difference relative to that of the CPU's numbers. */
  readonly by: number;
}

/** `null` if the device agrees with the CPU, or if the CPU's own numbers are not finite. */
export async function compareSteps(device: Engine, cpu: Engine, trial: Trial): Promise<Disagreement | null> {
  const { model, training, images, batches, tensors } = trial;
  const packs = packModel(model);
  const optimizer = createOptimizer(training.optimizer);
  const step = trainingProgram(model, training, images, batches[0]?.size ?? 1, packs, optimizer);
  const values = stateOf(packs, optimizer, tensors);
  const inputs = batches.map((batch, index) =>
    stepInputs(step, optimizer, batch, {
      step: index + 1,
      learningRate: namedRate(training.optimizer.learningRate),
      seed: training.seed,
    }),
  );
  const gradients = [...step.gradients].map(([name, value]) => ({ name: gradientOf(name), value }));
  const program = { ...step, outputs: [...step.outputs, ...gradients] };
  const [theirs, ours] = [
    await runSteps(device, program, values, inputs),
    await runSteps(cpu, program, values, inputs),
  ];
  const found = differenceOf(theirs, ours, values, gradients);
  if (found === null) return null;
  return (await firstDifference(device, cpu, step, values, inputs[0] ?? {})) ?? found;
}

const gradientOf = (parameter: string): string => l10n.t('the gradient of {0}', parameter);

interface Steps {
  /** By name, for every step. */
  readonly outputs: readonly Readonly<Record<string, TensorData>>[];
  readonly state: Readonly<Record<string, Float32Array>>;
}

async function runSteps(
  engine: Engine,
  program: Program,
  values: Readonly<Record<string, Tensor>>,
  inputs: readonly Readonly<Record<string, TensorData>>[],
): Promise<Steps> {
  const executable = await engine.compile(program);
  const copies = Object.entries(values).map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]);
  const state = await engine.createState(Object.fromEntries(copies));
  try {
    const outputs: Readonly<Record<string, TensorData>>[] = [];
    for (const each of inputs) outputs.push(await executable.run(state, each));
    return { outputs, state: await state.read() };
  } finally {
    await executable.dispose();
    await state.dispose();
  }
}

function differenceOf(
  theirs: Steps,
  ours: Steps,
  before: Readonly<Record<string, Tensor>>,
  gradients: readonly { readonly name: string }[],
): Disagreement | null {
  for (const [index, expected] of ours.outputs.entries()) {
    const sizes = gradients.map(({ name }) => rootMeanSquare(expected[name] ?? []));
    if (!sizes.every(Number.isFinite) || !Number.isFinite(rootMeanSquare(expected.loss ?? []))) return null;
    const smallest = 1e-3 * Math.max(...sizes);
    for (const [what, floor] of [['loss', 0] as const, ...gradients.map(({ name }) => [name, smallest] as const)]) {
      const by = relativeDifference(theirs.outputs[index]?.[what] ?? [], expected[what] ?? [], floor);
      if (by > tolerance) return { what: what === 'loss' ? l10n.t('the loss') : what, by };
    }
  }
  let [moved, apart] = [0, 0];
  for (const [name, data] of Object.entries(ours.state)) {
    const start = before[name]?.data ?? [];
    const other = theirs.state[name] ?? [];
    for (const [index, value] of data.entries()) {
      moved += (value - (start[index] ?? 0)) ** 2;
      apart += (value - (other[index] ?? Number.NaN)) ** 2;
    }
  }
  const by = Math.sqrt(apart / Math.max(moved, Number.MIN_VALUE));
  return apart === 0 || by <= updateTolerance ? null : { what: l10n.t("the optimizer's update"), by };
}

/** The first value, in order of computation, that differs although its inputs do not. */
async function firstDifference(
  device: Engine,
  cpu: Engine,
  step: TrainingProgram,
  values: Readonly<Record<string, Tensor>>,
  inputs: Readonly<Record<string, TensorData>>,
): Promise<Disagreement | null> {
  const loss = step.outputs.filter(({ name }) => name === 'loss').map(({ value }) => value);
  const order = topologicalOrder([...loss, ...step.gradients.values()]);
  const seen = order.filter(({ dtype, source }) => dtype === 'float32' && source.op !== 'constant');
  const outputs = seen.map((value, index) => ({ name: String(index), value }));
  const program = { ...step, state: step.state.map((each) => ({ ...each, next: null })), outputs };
  const [theirs, ours] = [
    (await runSteps(device, program, values, [inputs])).outputs[0] ?? {},
    (await runSteps(cpu, program, values, [inputs])).outputs[0] ?? {},
  ];
  const sizes = new Map(seen.map((value, index) => [value, rootMeanSquare(ours[index] ?? [])]));
  for (const [index, value] of seen.entries()) {
    // What cancels out is only as exact as what it is made of.
    const floor = 1e-3 * Math.max(0, ...value.source.inputs.map((each: Value) => sizes.get(each) ?? 0));
    const by = relativeDifference(theirs[index] ?? [], ours[index] ?? [], floor);
    if (by > tolerance) return { what: `${value.source.op} ${placeOf(value, step)}`, by };
  }
  return null;
}

/** The layer in which a value is computed, forward or backward. */
function placeOf(value: Value, { layers, gradients }: TrainingProgram): string {
  const forward = layers.find((layer) => topologicalOrder([layer.value]).includes(value));
  if (forward !== undefined) return l10n.t('in {0}', forward.name);
  // From the last parameter to the first, the order of the backward pass.
  const back = [...gradients].reverse().find(([, gradient]) => topologicalOrder([gradient]).includes(value));
  return back === undefined ? l10n.t('in the step') : l10n.t('on the way back to {0}', back[0]);
}

function rootMeanSquare(numbers: ArrayLike<number>): number {
  let squares = 0;
  for (let index = 0; index < numbers.length; index += 1) squares += (numbers[index] ?? 0) ** 2;
  return Math.sqrt(squares / Math.max(1, numbers.length));
}

/**
 * Size of the difference relative to that of `expected`, or to `floor` if that is larger. NaN counts as infinitely far.
 */
function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>, floor: number): number {
  const difference = Float64Array.from(expected, (value, index) => value - (actual[index] ?? Number.NaN));
  const size = rootMeanSquare(difference);
  if (size === 0) return 0;
  const relative = size / Math.max(rootMeanSquare(expected), floor, Number.MIN_VALUE);
  return Number.isNaN(relative) ? Number.POSITIVE_INFINITY : relative;
}
