/**
 * What every builder does: record its own call. Nothing is checked here. Arguments are kept as they are at that moment,
 * with the stack that leads to their place in the source, so that every problem can name that place.
 */

/** Captured before any line of a model file runs. */
const { Error: NativeError, JSON: NativeJSON, Reflect: NativeReflect } = globalThis;
const prototypes = [Object.prototype, Array.prototype];

/** The builders that join several tensors into one, without parameters. */
export type MergeKind = 'add' | 'multiply' | 'concat';

/** What a node of a model can be. */
export type LayerKind =
  | MergeKind
  | 'conv2d'
  | 'convTranspose2d'
  | 'maxPool2d'
  | 'avgPool2d'
  | 'globalMaxPool2d'
  | 'globalAvgPool2d'
  | 'adaptiveAvgPool2d'
  | 'zeroPad2d'
  | 'selectChannels'
  | 'upsample2d'
  | 'batchNorm2d'
  | 'groupNorm'
  | 'layerNorm'
  | 'localResponseNorm'
  | 'reshape'
  | 'flatten'
  | 'dense'
  | 'radialBasis'
  | 'dropout'
  | 'relu'
  | 'relu6'
  | 'leakyRelu'
  | 'elu'
  | 'gelu'
  | 'silu'
  | 'hardswish'
  | 'sigmoid'
  | 'tanh'
  | 'softmax'
  | 'logSoftmax';

/** The builders of random changes to training images. */
export type AugmentationKind =
  | 'randomCrop'
  | 'randomResizedCrop'
  | 'randomHorizontalFlip'
  | 'randomVerticalFlip'
  | 'randomRotation'
  | 'randomAffine'
  | 'colorJitter'
  | 'randomErasing';

/** The builders of data. */
export type DataKind = 'mnist' | 'idx' | 'imageFolder';

/** What a call made: a `tensor` is the model's input or a layer's output. */
export type Role = 'layer' | 'tensor' | 'model' | 'data' | 'augmentation' | 'loss' | 'optimizer' | 'schedule';

/** An argument: JSON scalars as they are; lists and anything else as tagged objects. */
export type Raw =
  | null
  | boolean
  | number
  | string
  | { readonly type: 'array'; readonly items: readonly Raw[] }
  | { readonly type: 'object'; readonly entries: readonly (readonly [key: string, value: Raw])[] }
  /** The result of another call, by its index in the snapshot. */
  | { readonly type: 'call'; readonly call: number }
  /** `NaN`, `Infinity` or `-Infinity`. */
  | { readonly type: 'number'; readonly text: string }
  | { readonly type: 'undefined' }
  /** Something that no builder accepts: a function, a bigint, endless nesting, an overlong list. */
  | { readonly type: 'other'; readonly what: string };

/** One call of a builder, or of a layer on tensors. */
export interface Call<R extends Role = Role> {
  readonly role: R;
  /** The builder's name; `apply` for a layer called on tensors. */
  readonly builder: string;
  readonly args: readonly Raw[];
  /** Index of the layer that was applied, where `builder` is `apply`. */
  readonly layer: number | null;
  /** `Error.stack` inside the builder: innermost frame first. */
  readonly stack: string;
}

/** Everything that a model file has built, in order. */
export interface Snapshot {
  readonly calls: readonly Call[];
  /** The default export. */
  readonly root: Raw;
}

/** The key under which everything that a builder returns carries its call. */
export const recorded: unique symbol = Symbol('cnn-lab');

/** What a builder returns. */
export interface Recorded<R extends Role> {
  readonly [recorded]: { readonly role: R; readonly index: number };
}

const calls: Call[] = [];

/** Records a call of `builder`. */
export function record<R extends Role>(
  role: R,
  builder: string,
  args: readonly unknown[],
  layer: Recorded<'layer'> | null = null,
): Recorded<R> {
  const stack = new NativeError().stack ?? '';
  const raws = args.map((argument) => raw(argument, 0));
  const index = calls.push({ role, builder, args: raws, layer: layer?.[recorded].index ?? null, stack }) - 1;
  return { [recorded]: { role, index } };
}

/** All calls so far and the default export as the JSON of a Snapshot: the only way out of the sandbox. */
export function snapshot(root: unknown): string {
  // A model file's own `toJSON` is ignored.
  for (const prototype of prototypes) NativeReflect.deleteProperty(prototype, 'toJSON');
  return NativeJSON.stringify({ calls, root: raw(root, 0) } satisfies Snapshot);
}

/** Deeper than any model nests plain objects and lists. */
const deepest = 16;

/** Longer than any list that a builder accepts; walking one of millions takes seconds. */
export const longestList = 65_536;

function raw(value: unknown, depth: number): Raw {
  if (value === undefined) return { type: 'undefined' };
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : { type: 'number', text: String(value) };
  if (isRecorded(value)) return { type: 'call', call: value[recorded].index };
  if (typeof value !== 'object' || depth === deepest) return { type: 'other', what: typeof value };
  if (Array.isArray(value)) {
    if (value.length > longestList) return { type: 'other', what: 'list' };
    return { type: 'array', items: value.map((item) => raw(item, depth + 1)) };
  }
  return { type: 'object', entries: Object.entries(value).map(([key, item]) => [key, raw(item, depth + 1)]) };
}

function isRecorded(value: unknown): value is Recorded<Role> {
  return (typeof value === 'object' || typeof value === 'function') && value !== null && recorded in value;
}
