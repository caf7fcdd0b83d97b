/**
 * A model as one ONNX graph for inference: `input` of any batch size to `output`, ONNX's own operators, weights
 * as initializers under their PyTorch names.
 */
import { layerKind } from '../../model/layers/index.ts';
import { inputShapes } from '../../model/parameters.ts';
import { encodeModel } from '../../tensor/onnx/encode.ts';
import { OnnxGraph } from '../../tensor/onnx/graph.ts';
import { attributeNames } from '../names.ts';
import type { DataFacts, ExportSubject } from '../subject.ts';
import { lowerLayer } from './layers/index.ts';

/** ONNX 1.12, August 2022: new enough for every layer, and supported wherever ONNX runs. */
const opset = 17;

export function inferenceModel(
  { model, tensors, weights }: Pick<ExportSubject, 'model' | 'tensors' | 'weights'>,
  { classNames, pixels }: DataFacts,
): Uint8Array {
  const onnx = new OnnxGraph();
  for (const [name, { shape, data }] of Object.entries(tensors)) onnx.initializers.push({ name, shape, data });
  const attributes = attributeNames(model);
  const names: string[] = [];
  for (const node of model.nodes) {
    const layer = model.layers[node.layer ?? -1];
    if (layer === undefined) {
      names.push('input');
      continue;
    }
    const [first, ...rest] = node.inputs.map((input) => names[input]!);
    const lowered = lowerLayer(layerKind(layer.kind), layer.attributes, {
      onnx,
      inputs: [first!, ...rest],
      shapes: inputShapes(node, model.nodes),
      parameter: (name) => `${attributes.get(layer.name)}.${name}`,
    });
    names.push(lowered);
  }
  const output = model.nodes[model.outputs[0] ?? 0]!;
  onnx.publishTensor(names[output.id]!, 'output');
  const tensor = (name: string, shape: readonly number[]) =>
    ({ name, dtype: 'float32', shape: ['batch', ...shape] }) as const;
  return encodeModel(onnx, [tensor('input', model.nodes[0]!.shape)], [tensor('output', output.shape)], {
    opsets: [{ domain: '', version: opset }],
    name: model.name,
    docString: `${model.name}, written by CNN Lab, for inference. Weights: ${weights}. ${inputText(pixels)}`,
    metadata: {
      ...(classNames.length > 0 && { classes: JSON.stringify(classNames) }),
      ...(pixels && { mean: JSON.stringify(pixels.mean), std: JSON.stringify(pixels.deviation) }),
    },
  });
}

const inputText = (pixels: DataFacts['pixels']): string =>
  pixels === null
    ? 'input is [batch, channels, height, width].'
    : 'input is [batch, channels, height, width] of standardised pixels: (pixel / 255 − mean) / std by channel, with ' +
      'mean and std, and the names of the classes, in the metadata.';
