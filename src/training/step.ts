/**
 * The programs of a run: a training step (standardisation, forward, loss, backward, optimizer update) and an
 * evaluation, each one graph for one batch size.
 */
import type { DataSet } from '../data/dataSet.ts';
import { lower } from '../model/lower.ts';
import { modelParameters } from '../model/parameters.ts';
import type { LossSpec, ModelSpec, TrainingSpec } from '../model/spec.ts';
import { gradients } from '../tensor/differentiate.ts';
import { add, cast, multiply } from '../tensor/ops/index.ts';
import type { Program, ProgramInput, ProgramState, Value } from '../tensor/program.ts';
import { constant, input } from '../tensor/values.ts';
import { clipped } from './clipping.ts';
import { correctOf, lossOf } from './loss.ts';
import type { Optimizer } from './optimizers/index.ts';
import { type ModelPacks, packValues, unpackValue } from './packing.ts';

/** What a program needs to know of the data: the shape of an image, and how pixels are scaled. */
export type Images = Pick<DataSet, 'shape' | 'scale' | 'offset'>;

/** Name of the optimizer's state `slot` beside a pack or a parameter. */
export const slotName = (slot: string, name: string): string => `${slot}/${name}`;

export interface TrainingProgram extends Program {
  /** Gradients of the loss before any clipping, by the parameters' names, in the model's order. */
  readonly gradients: ReadonlyMap<string, Value>;
  /** The outputs of the layers, in the model's order. */
  readonly layers: readonly { readonly name: string; readonly value: Value }[];
}

/**
 * Inputs: `images` (uint8), `labels` (int32), the optimizer's scalars and the random tensors of the model. Outputs:
 * `loss`, the mean over the batch, and `correct`, the number of correctly classified images.
 */
export function trainingProgram(
  model: ModelSpec,
  training: Pick<TrainingSpec, 'loss' | 'clipGradNorm' | 'clipGradValue'>,
  images: Images,
  batchSize: number,
  packs: ModelPacks,
  optimizer: Optimizer,
): TrainingProgram {
  const { loss } = training;
  const graph = forward(model, images, batchSize, packs, true);
  const labels = input([batchSize], 'int32');
  const lossValue = lossOf(loss, graph.output, labels);
  const scalars = optimizer.scalars.map((name) => ({ name, value: input([]) }));
  const members = packs.parameters.flatMap((pack) => pack.members);
  const derivatives = gradients(
    lossValue,
    members.map(({ name }) => graph.tensors.get(name)!),
  );
  const byName = new Map(members.map(({ name }, index) => [name, derivatives[index]!]));
  const packed = packs.parameters.map((pack) =>
    packValues(
      pack,
      pack.members.map(({ name }) => byName.get(name)!),
    ),
  );
  const clippedGradients = clipped(packed, training);
  const parameterStates = packs.parameters.flatMap((pack, index): ProgramState[] => {
    const slots = optimizer.slots.map((slot) => ({ name: slotName(slot, pack.name), value: input(pack.shape) }));
    const parameter = graph.packed[index]!;
    const next = optimizer.update({
      parameter,
      gradient: clippedGradients[index]!,
      slots: slots.map(({ value }) => value),
      scalars: scalars.map(({ value }) => value),
    });
    return [
      { name: pack.name, value: parameter, next: next.parameter },
      ...slots.map((slot, i) => ({ ...slot, next: next.slots[i]! })),
    ];
  });
  const bufferStates = packs.buffers.map((pack, index): ProgramState => {
    const next = packValues(
      pack,
      pack.members.map(({ name }) => graph.updated.get(name)!),
    );
    return { name: pack.name, value: graph.packed[packs.parameters.length + index]!, next };
  });
  return {
    inputs: [{ name: 'images', value: graph.images }, { name: 'labels', value: labels }, ...scalars, ...graph.random],
    state: [...parameterStates, ...bufferStates],
    outputs: [
      { name: 'loss', value: lossValue },
      { name: 'correct', value: correctOf(loss, graph.output, labels) },
    ],
    gradients: new Map(modelParameters(model).map(({ name }) => [name, byName.get(name)!])),
    layers: model.nodes.flatMap(({ id, layer }) =>
      layer === null ? [] : [{ name: model.layers[layer]!.name, value: graph.nodes[id]! }],
    ),
  };
}

/** Inputs: `images`, `labels`. Outputs: `loss`, the mean over the batch, and `logits`. Changes no state. */
export function evaluationProgram(
  model: ModelSpec,
  loss: LossSpec,
  images: Images,
  batchSize: number,
  packs: ModelPacks,
): Program {
  const graph = forward(model, images, batchSize, packs, false);
  const labels = input([batchSize], 'int32');
  return {
    inputs: [
      { name: 'images', value: graph.images },
      { name: 'labels', value: labels },
    ],
    state: constantState(packs, graph),
    outputs: [
      { name: 'loss', value: lossOf(loss, graph.output, labels) },
      { name: 'logits', value: graph.output },
    ],
  };
}

/** A model as a graph, starting from the bytes of images. */
export interface Forward {
  /** `[batch, channels, height, width]`, uint8. */
  readonly images: Value;
  /** Values of the packs' states, in their order, parameters first. */
  readonly packed: readonly Value[];
  /** Parameters and buffers by name. */
  readonly tensors: ReadonlyMap<string, Value>;
  /** Next values of the buffers, by name. */
  readonly updated: ReadonlyMap<string, Value>;
  readonly random: readonly ProgramInput[];
  /** Every node's value by its id, the standardised images first. */
  readonly nodes: readonly Value[];
  readonly output: Value;
}

/** States that a program only reads. */
export const constantState = ({ parameters, buffers }: ModelPacks, { packed }: Forward): ProgramState[] =>
  [...parameters, ...buffers].map(({ name }, index) => ({ name, value: packed[index]!, next: null }));

export function forward(
  model: ModelSpec,
  { shape, scale, offset }: Images,
  batchSize: number,
  { parameters, buffers }: ModelPacks,
  training: boolean,
): Forward {
  const images = input([batchSize, ...shape], 'uint8');
  const perChannel = (values: readonly number[]) => constant(Float32Array.from(values), [1, values.length, 1, 1]);
  const standardised = add(multiply(cast(images, 'float32'), perChannel(scale)), perChannel(offset));
  const packs = [...parameters, ...buffers];
  const packed = packs.map((pack) => input(pack.shape));
  const tensors = new Map(packs.flatMap((pack, index) => [...unpackValue(pack, packed[index]!)]));
  const random: ProgramInput[] = [];
  const { output, nodes, updated } = lower(model, {
    input: standardised,
    training,
    parameter(name) {
      const value = tensors.get(name);
      if (!value) throw new Error(`The model has no parameter ${name}`);
      return value;
    },
    random(of, distribution) {
      const value = input(of);
      random.push({ name: `random/${random.length}`, value, random: distribution });
      return value;
    },
  });
  return { images, packed, tensors, updated, random, nodes, output };
}
