/** Every layer by the name of its builder. A builder without a layer here does not compile. */
import type { LayerKind, MergeKind } from '../../cnn/record.ts';
import { adaptiveAvgPool2d } from './adaptiveAvgPool2d.ts';
import { add } from './add.ts';
import { avgPool2d } from './avgPool2d.ts';
import { batchNorm2d } from './batchNorm2d.ts';
import { concat } from './concat.ts';
import { conv2d } from './conv2d.ts';
import { convTranspose2d } from './convTranspose2d.ts';
import type { LayerDefinition, LayerRules, StoredAttributes } from './definition.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { elu } from './elu.ts';
import { flatten } from './flatten.ts';
import { gelu } from './gelu.ts';
import { globalAvgPool2d } from './globalAvgPool2d.ts';
import { globalMaxPool2d } from './globalMaxPool2d.ts';
import { groupNorm } from './groupNorm.ts';
import { hardswish } from './hardswish.ts';
import { layerNorm } from './layerNorm.ts';
import { leakyRelu } from './leakyRelu.ts';
import { localResponseNorm } from './localResponseNorm.ts';
import { logSoftmax } from './logSoftmax.ts';
import { maxPool2d } from './maxPool2d.ts';
import { multiply } from './multiply.ts';
import { radialBasis } from './radialBasis.ts';
import { relu } from './relu.ts';
import { relu6 } from './relu6.ts';
import { reshape } from './reshape.ts';
import { selectChannels } from './selectChannels.ts';
import { sigmoid } from './sigmoid.ts';
import { silu } from './silu.ts';
import { softmax } from './softmax.ts';
import { tanh } from './tanh.ts';
import { upsample2d } from './upsample2d.ts';
import { zeroPad2d } from './zeroPad2d.ts';

export type { LayerRules };

const layers = {
  adaptiveAvgPool2d,
  add,
  avgPool2d,
  batchNorm2d,
  concat,
  conv2d,
  convTranspose2d,
  dense,
  dropout,
  elu,
  flatten,
  gelu,
  globalAvgPool2d,
  globalMaxPool2d,
  groupNorm,
  hardswish,
  layerNorm,
  leakyRelu,
  localResponseNorm,
  logSoftmax,
  maxPool2d,
  multiply,
  radialBasis,
  relu,
  relu6,
  reshape,
  selectChannels,
  sigmoid,
  silu,
  softmax,
  tanh,
  upsample2d,
  zeroPad2d,
} as const satisfies { readonly [K in LayerKind]: LayerDefinition };

const byName = new Map<string, LayerDefinition>(Object.entries(layers));

/** The arguments of a layer of this kind. */
export type AttributesOf<K extends LayerKind> = ReturnType<(typeof layers)[K]['attributes']>;

const typed: { readonly [K in LayerKind]: LayerDefinition<AttributesOf<K>> } = layers;

/** The stored attributes of a layer with their types. */
export const attributesOf = <K extends LayerKind>(kind: K, stored: StoredAttributes): AttributesOf<K> =>
  typed[kind].attributes(stored);

/** All kinds. */
export const layerKinds: readonly string[] = [...byName.keys()];

/** The definition of a kind that a model file or a stored model names. */
export const layerOf = (kind: string): LayerDefinition => layers[layerKind(kind)];

/** The kind that a stored model names. */
export function layerKind(name: string): LayerKind {
  if (isKind(name)) return name;
  throw new Error(`There is no layer ${name} in this version of CNN Lab.`);
}

const isKind = (name: string): name is LayerKind => byName.has(name);

/** Whether this is a layer that is first built, then applied. */
export const isLayerKind = (kind: string): kind is Exclude<LayerKind, MergeKind> => byName.get(kind)?.merges === false;

/** Whether this is a builder that joins tensors. */
export const isMergeKind = (kind: string): kind is MergeKind => byName.get(kind)?.merges === true;
