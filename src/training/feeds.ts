/** What a training program is fed: its state, and the inputs of a step. */
import type { Batch } from '../data/batches.ts';
import { bernoulli } from '../data/random.ts';
import type { TensorData } from '../engine/engine.ts';
import type { Program } from '../tensor/program.ts';
import { sizeOf } from '../tensor/shape.ts';
import type { Optimizer } from './optimizers/index.ts';
import { type ModelPacks, type Pack, packData } from './packing.ts';
import type { Tensor } from './safetensors.ts';
import { slotName } from './step.ts';

/** `tensors`: weights and buffers by name and, for a run that goes on, the optimizer's state as `<slot>/<name>`. */
export function stateOf(
  packs: ModelPacks,
  optimizer: Optimizer,
  tensors: Readonly<Record<string, Tensor>>,
): Record<string, Tensor> {
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
  return values;
}

/** The pack of an optimizer's state beside a pack of parameters. */
export function slotPack(pack: Pack, slot: string): Pack {
  const members = pack.members.map(({ name, shape }) => ({ name: slotName(slot, name), shape }));
  return { name: slotName(slot, pack.name), shape: pack.shape, members };
}

/** The inputs of the `step`th step of a run, from 1. */
export function stepInputs(
  program: Program,
  optimizer: Optimizer,
  batch: Batch,
  { step, learningRate, seed }: { readonly step: number; readonly learningRate: number; readonly seed: number },
): Record<string, TensorData> {
  const inputs: Record<string, TensorData> = { images: batch.images, labels: batch.labels };
  for (const [index, value] of optimizer.scalarsAt(step, learningRate).entries()) {
    inputs[optimizer.scalars[index]!] = Float32Array.of(value);
  }
  for (const { name, value, random } of program.inputs) {
    if (random === undefined) continue;
    const key = { seed, purpose: 'mask', stream: random.stream, step } as const;
    inputs[name] = bernoulli(key, sizeOf(value.shape), random.probability);
  }
  return inputs;
}
