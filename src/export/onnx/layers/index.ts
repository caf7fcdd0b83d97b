/** Every layer as ONNX operators. A layer without an entry here does not compile. */
import type { LayerKind } from '../../../cnn/record.ts';
import type { StoredAttributes } from '../../../model/layers/definition.ts';
import { type AttributesOf, attributesOf } from '../../../model/layers/index.ts';
import type { LowerLayer, OnnxLayer } from '../onnxLayer.ts';
import * as activations from './activations.ts';
import * as convolution from './convolution.ts';
import * as normalisation from './normalisation.ts';
import * as pooling from './pooling.ts';
import * as resizing from './resizing.ts';

const layers: { readonly [K in LayerKind]: LowerLayer<AttributesOf<K>> } = {
  ...activations,
  ...convolution,
  ...normalisation,
  ...pooling,
  ...resizing,
};

/** The name of a layer's result. */
export const lowerLayer = <K extends LayerKind>(kind: K, stored: StoredAttributes, layer: OnnxLayer): string =>
  layers[kind](attributesOf(kind, stored), layer);
