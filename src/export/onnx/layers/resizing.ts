/** Layers that only change the shape, and layers where branches meet. */
import type { AttributesOf } from '../../../model/layers/index.ts';
import { type LowerLayer, type OnnxLayer, padImage, reshapeImage } from '../onnxLayer.ts';

export const flatten: LowerLayer<AttributesOf<'flatten'>> = (_, { onnx, inputs: [x] }) => onnx.node('Flatten', [x]);

export const reshape: LowerLayer<AttributesOf<'reshape'>> = ({ shape }, { onnx, inputs: [x] }) =>
  reshapeImage(onnx, x, shape);

export const zeroPad2d: LowerLayer<AttributesOf<'zeroPad2d'>> = ({ padding }, { onnx, inputs: [x] }) =>
  padImage(onnx, x, padding);

export const upsample2d: LowerLayer<AttributesOf<'upsample2d'>> = ({ scale, mode }, { onnx, inputs: [x] }) =>
  onnx.node('Resize', [x, '', onnx.tensor(Float32Array.of(1, 1, ...scale), [4])], {
    mode: mode === 'nearest' ? 'nearest' : 'linear',
    coordinate_transformation_mode: mode === 'nearest' ? 'asymmetric' : 'half_pixel',
    nearest_mode: 'floor',
  });

export const selectChannels: LowerLayer<AttributesOf<'selectChannels'>> = ({ channels }, { onnx, inputs: [x] }) =>
  onnx.node('Gather', [x, onnx.ints(channels)], { axis: 1 });

/** −Σ (x − centre)², of `[batch, 1, features]` and `[centres, features]`. */
export const radialBasis: LowerLayer<AttributesOf<'radialBasis'>> = ({ centres }, { onnx, inputs: [x] }) => {
  const points = onnx.tensor(Float32Array.from(centres.flat()), [centres.length, centres[0]?.length ?? 0]);
  const offsets = onnx.node('Sub', [onnx.node('Unsqueeze', [x, onnx.ints([1])]), points]);
  const squares = onnx.node('Mul', [offsets, offsets]);
  return onnx.node('Neg', [onnx.node('ReduceSum', [squares, onnx.ints([2])], { keepdims: 0 })]);
};

const oneByOne =
  (type: string) =>
  (_: object, { onnx, inputs: [first, ...rest] }: OnnxLayer): string =>
    rest.reduce((before, next) => onnx.node(type, [before, next]), first);

export const add = oneByOne('Add');
export const multiply = oneByOne('Mul');
export const concat: LowerLayer<AttributesOf<'concat'>> = (_, { onnx, inputs }) =>
  onnx.node('Concat', inputs, { axis: 1 });
