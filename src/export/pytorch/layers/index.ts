/** Every layer as PyTorch code. A layer without an entry here does not compile. */
import type { LayerKind } from '../../../cnn/record.ts';
import type { Inputs, StoredAttributes } from '../../../model/layers/definition.ts';
import { type AttributesOf, attributesOf } from '../../../model/layers/index.ts';
import type { Step, WriteLayer } from '../step.ts';
import * as activations from './activations.ts';
import { conv2d, convTranspose2d } from './convolution.ts';
import * as merges from './merges.ts';
import * as normalisation from './normalisation.ts';
import * as pooling from './pooling.ts';
import * as resizing from './resizing.ts';

const layers: { readonly [K in LayerKind]: WriteLayer<AttributesOf<K>> } = {
  ...activations,
  ...merges,
  ...normalisation,
  ...pooling,
  ...resizing,
  conv2d,
  convTranspose2d,
};

/** The steps of a layer on inputs of these shapes. */
export const stepsOf = <K extends LayerKind>(kind: K, stored: StoredAttributes, inputs: Inputs): readonly Step[] =>
  layers[kind](attributesOf(kind, stored), inputs);
