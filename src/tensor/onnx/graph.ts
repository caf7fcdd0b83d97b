/**
 * An ONNX graph under construction. Ops add nodes through it. Every op is pure, so equal nodes with equal inputs are
 * made only once, and a backward pass may ask again for what the forward pass has made.
 */
import type { DType } from '../dtype.ts';
import type { Size2d } from '../ops/window.ts';
import type { ConstantData, Value } from '../program.ts';
import { formatShape, type Shape } from '../shape.ts';

export type OnnxAttribute = number | string | readonly number[] | { readonly float: number };

export interface OnnxNode {
  readonly type: string;
  readonly domain: OnnxDomain;
  readonly inputs: string[];
  readonly outputs: string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** ONNX's own operators, ONNX Runtime's, and those of ONNX Runtime that compute in channel blocks. */
export type OnnxDomain = '' | 'com.microsoft' | typeof blockDomain;
export const blockDomain = 'com.microsoft.nchwc';

/**
 * The result of a lowering: a plain tensor, or images in channel blocks (`blocks.ts`), possibly assembled from phases.
 */
export type Lowered = string | { readonly blocks: string; readonly phases?: PhasesInBlocks };

/** What images in channel blocks were put together from, phase by phase (`../ops/phases.ts`). */
export interface PhasesInBlocks {
  /** `[N, C/b, phases, H/s, W/s, b]` in memory, s the stride. */
  readonly tensor: string;
  readonly stride: Size2d;
}

export interface OnnxInitializer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: ConstantData | BigInt64Array;
}

/** ONNX's numbers for element types (onnx.proto, TensorProto.DataType). */
export const onnxTypes = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9 } as const satisfies Record<
  DType | 'int64',
  number
>;

/** The target of a graph. By default, every provider of ONNX Runtime can run it. */
export interface OnnxTarget {
  /** Channels in a block, if the device computes in channel blocks. */
  readonly channelBlock?: number | null;
  /** Works around what the WebGPU provider lacks or gets wrong. */
  readonly webgpu?: boolean;
  /**
   * Whether the first output is `onnxNames.end`, a sequence that carries no information
   * (`engine/onnxruntime/runSession.ts` says why).
   */
  readonly endsFirst?: boolean;
}

export class OnnxGraph {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxInitializer[] = [];
  /** Channels in a block, if the device computes in channel blocks. */
  readonly channelBlock: number | null;
  /** Whether to work around what the WebGPU provider lacks or gets wrong. */
  readonly webgpu: boolean;
  readonly #names = new Map<Value, string>();
  readonly #blocks = new Map<Value, string>();
  readonly #phases = new Map<Value, PhasesInBlocks>();
  readonly #nodeByKey = new Map<string, OnnxNode>();
  /** Candidates by a cheap hash. */
  readonly #initializersByKey = new Map<string, readonly OnnxInitializer[]>();
  readonly #published = new Set<string>();
  /** The tensor that a reshaped one was made of. */
  readonly #reshapes = new Map<string, string>();
  #count = 0;

  constructor({ channelBlock = null, webgpu = false }: OnnxTarget = {}) {
    this.channelBlock = channelBlock;
    this.webgpu = webgpu;
  }

  /** Name of a value that has been lowered. */
  of(value: Value): string {
    const name = this.#names.get(value);
    if (name !== undefined) return name;
    const blocks = this.#blocks.get(value);
    if (blocks === undefined)
      throw new Error(`${value.source.op} ${formatShape(value.shape)} is used before it is lowered`);
    const plain = this.node('ReorderOutput', [blocks], { channels: value.shape[1] ?? 0 }, { domain: blockDomain });
    this.#names.set(value, plain);
    return plain;
  }

  /** Name of images in channel blocks; only where `canBlock`. */
  inBlocks(value: Value): string {
    const known = this.#blocks.get(value);
    if (known !== undefined) return known;
    const blocks = this.node('ReorderInput', [this.of(value)], {}, { domain: blockDomain });
    this.#blocks.set(value, blocks);
    return blocks;
  }

  /** Whether images of this shape divide into channel blocks, on a device that has them. */
  canBlock({ shape, dtype }: { readonly shape: Shape; readonly dtype: DType }): boolean {
    const [, channels = 0] = shape;
    return (
      this.channelBlock !== null && dtype === 'float32' && shape.length === 4 && channels % this.channelBlock === 0
    );
  }

  /** Whether the value lies in channel blocks already. */
  isInBlocks(value: Value): boolean {
    return this.#blocks.has(value);
  }

  /** What images in channel blocks were put together from; `null` for others. */
  phasesOf(value: Value): PhasesInBlocks | null {
    return this.#phases.get(value) ?? null;
  }

  /** Names of all tensors in channel blocks that are values, or phases of them. */
  tensorsInBlocks(): ReadonlySet<string> {
    return new Set([...this.#blocks.values(), ...[...this.#phases.values()].map(({ tensor }) => tensor)]);
  }

  /** Records that a tensor holds a value. */
  bind(value: Value, tensor: Lowered): void {
    if (typeof tensor === 'string') this.#names.set(value, tensor);
    else {
      this.#blocks.set(value, tensor.blocks);
      if (tensor.phases !== undefined) this.#phases.set(value, tensor.phases);
    }
  }

  /** Adds a node, or finds the equal one, and returns the name of one of its outputs. */
  node(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
    { domain = '', output = 0 }: { domain?: OnnxDomain; output?: number } = {},
  ): string {
    const key = JSON.stringify([domain, type, inputs, attributes]);
    let node = this.#nodeByKey.get(key);
    if (node === undefined) {
      node = { type, domain, inputs: [...inputs], outputs: [], attributes };
      this.#nodeByKey.set(key, node);
      this.nodes.push(node);
    }
    while (node.outputs.length <= output) node.outputs.push(this.#newName(type));
    return node.outputs[output] ?? '';
  }

  /** A constant tensor. */
  tensor(data: ConstantData | BigInt64Array, shape: readonly number[]): string {
    // Axes, shapes, scalars and index tables repeat.
    const key = `${data.constructor.name} ${shape.join()} ${data[0]} ${data[data.length >> 1]} ${data.at(-1)}`;
    const alike = this.#initializersByKey.get(key) ?? [];
    const known = alike.find((each) =>
      data.every((number: number | bigint, index: number) => number === each.data[index]),
    );
    if (known !== undefined) return known.name;
    const name = this.#newName('constant');
    const initializer = { name, shape, data };
    this.initializers.push(initializer);
    this.#initializersByKey.set(key, [...alike, initializer]);
    return name;
  }

  /** A constant float32 scalar. */
  scalar(number: number): string {
    return this.tensor(Float32Array.of(number), []);
  }

  /** A constant int64 vector, as ONNX wants shapes, axes and positions. */
  ints(numbers: readonly number[]): string {
    return this.tensor(BigInt64Array.from(numbers, BigInt), [numbers.length]);
  }

  reshape(name: string, shape: readonly number[]): string {
    const before = this.#reshapes.get(name);
    const reshaped = this.node('Reshape', [before ?? name, this.ints(shape)]);
    this.#reshapes.set(reshaped, before ?? name);
    return reshaped;
  }

  transpose(name: string, permutation: readonly number[]): string {
    return this.node('Transpose', [name], { perm: permutation });
  }

  /** float32 → float32 … between any two ONNX types. */
  cast(name: string, to: keyof typeof onnxTypes): string {
    return this.node('Cast', [name], { to: onnxTypes[to] });
  }

  sum(name: string, axes: readonly number[], keepDimensions = false): string {
    return this.node('ReduceSum', [name, this.ints(axes)], { keepdims: keepDimensions ? 1 : 0 });
  }

  /** The part `starts` (inclusive) to `ends` (exclusive) along `axes`. */
  slice(
    name: string,
    axes: readonly number[],
    starts: readonly number[],
    ends: readonly number[],
    steps?: readonly number[],
  ): string {
    const inputs = [name, this.ints(starts), this.ints(ends), this.ints(axes)];
    return this.node('Slice', steps === undefined ? inputs : [...inputs, this.ints(steps)]);
  }

  /** Makes a value an output of the graph under the given name. */
  publish(value: Value, name: string): void {
    const tensor = this.of(value);
    if (!this.publishTensor(tensor, name)) return;
    for (const [each, itsTensor] of this.#names) if (itsTensor === tensor) this.#names.set(each, name);
  }

  /** Makes a tensor an output of the graph under the given name; false if it keeps its own name as well. */
  publishTensor(tensor: string, name: string): boolean {
    const maker = this.nodes.find(({ outputs }) => outputs.includes(tensor));
    if (maker === undefined || this.#published.has(tensor)) {
      // An input, a constant, or a result under another name already.
      this.nodes.push({ type: 'Identity', domain: '', inputs: [tensor], outputs: [name], attributes: {} });
      return false;
    }
    this.#published.add(name);
    for (const node of this.nodes) {
      for (const tensors of [node.inputs, node.outputs]) {
        for (const [index, each] of tensors.entries()) if (each === tensor) tensors[index] = name;
      }
    }
    return true;
  }

  #newName(type: string): string {
    this.#count += 1;
    return `${type}_${this.#count}`;
  }
}
