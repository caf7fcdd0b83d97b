/**
 * Packs small parameters into one flat vector, so that the optimizer updates them all at once: a LeNet has ten
 * parameters, and the overhead of ten small updates exceeds their arithmetic. Outside the program every parameter keeps
 * its name.
 */
import { modelBuffers, modelParameters } from '../model/parameters.ts';
import type { ModelSpec } from '../model/spec.ts';
import { concat, reshape, slice } from '../tensor/ops/index.ts';
import type { Value } from '../tensor/program.ts';
import { type Shape, sameShape, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from './safetensors.ts';

export interface NamedShape {
  readonly name: string;
  readonly shape: Shape;
}

/** Tensors that share one state of the program. */
export interface Pack {
  readonly name: string;
  /** Shape of the state: that of its only member, or `[total]` for several. */
  readonly shape: Shape;
  readonly members: readonly NamedShape[];
}

/** Larger parameters are a state of their own: copying them would cost more than it saves. */
const largestPacked = 65_536;

/** The packs of a model. */
export interface ModelPacks {
  /** The parameters, which the optimizer updates. */
  readonly parameters: readonly Pack[];
  /** The buffers, which layers update in training, such as running statistics. */
  readonly buffers: readonly Pack[];
}

export const packModel = (model: ModelSpec): ModelPacks => ({
  parameters: packParameters(modelParameters(model)),
  buffers: packParameters(modelBuffers(model), 'packed buffers'),
});

/** `name`: the name of the pack of small ones. */
export function packParameters(parameters: readonly NamedShape[], name = 'packed'): Pack[] {
  const small = parameters.filter(({ shape }) => sizeOf(shape) <= largestPacked);
  const packed = small.length > 1 ? small : [];
  const alone = parameters.filter((parameter) => !packed.includes(parameter));
  const packs = alone.map((parameter): Pack => ({ ...parameter, members: [parameter] }));
  if (packed.length === 0) return packs;
  const total = packed.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return [{ name, shape: [total], members: packed }, ...packs];
}

/** The members of a pack as values in their own shapes. */
export function unpackValue({ members }: Pack, value: Value): Map<string, Value> {
  if (members.length === 1) return new Map([[members[0]!.name, value]]);
  let offset = 0;
  const parts = new Map<string, Value>();
  for (const { name, shape } of members) {
    const size = sizeOf(shape);
    parts.set(name, reshape(slice(value, [offset], [size]), shape));
    offset += size;
  }
  return parts;
}

/** The reverse of `unpackValue`; `parts` in the order of the members. */
export const packValues = ({ members }: Pack, parts: readonly Value[]): Value =>
  members.length === 1
    ? parts[0]!
    : concat(
        parts.map((part) => reshape(part, [sizeOf(part.shape)])),
        0,
      );

/** The data of a pack, from its members' data by name; zeros if `tensors` is null. */
export function packData({ members, shape }: Pack, tensors: Readonly<Record<string, Tensor>> | null): Float32Array {
  const data = new Float32Array(sizeOf(shape));
  if (tensors === null) return data;
  let offset = 0;
  for (const { name, shape: expected } of members) {
    const tensor = tensors[name];
    if (tensor === undefined || !sameShape(tensor.shape, expected)) {
      throw new Error(`${name} should be [${expected.join(', ')}], and is [${tensor?.shape.join(', ') ?? 'absent'}]`);
    }
    data.set(tensor.data, offset);
    offset += tensor.data.length;
  }
  return data;
}

/** The members' data by name, as views. */
export function unpackData({ members }: Pack, data: Float32Array): Record<string, Tensor> {
  let offset = 0;
  const tensors: Record<string, Tensor> = {};
  for (const { name, shape } of members) {
    const size = sizeOf(shape);
    tensors[name] = { shape, data: data.subarray(offset, offset + size) };
    offset += size;
  }
  return tensors;
}
