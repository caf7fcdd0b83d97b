/** A finished graph as the bytes of an ONNX model. */
import onnxProto from 'onnx-proto';
import type { OnnxAttribute, OnnxGraph, OnnxInitializer } from './graph.ts';
import { blockDomain, onnxTypes } from './graph.ts';

const { onnx } = onnxProto;
const { AttributeType } = onnx.AttributeProto;

/** ONNX 1.13: the first operator set in which every reduction takes its axes as an input. */
const opset = 18;
const irVersion = 8;

/** An input or output of a graph. */
export interface OnnxTensorInfo {
  readonly name: string;
  readonly dtype: keyof typeof onnxTypes;
  /** An unknown dimension has a name: `batch`. */
  readonly shape: readonly (number | string)[];
  /** Whether it is a sequence of such tensors. */
  readonly isSequence?: boolean;
}

/** A model's metadata. */
export interface OnnxDescription {
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly name: string;
  readonly docString: string;
  readonly metadata: Readonly<Record<string, string>>;
}

const program: OnnxDescription = {
  opsets: [
    { domain: '', version: opset },
    { domain: 'com.microsoft', version: 1 },
  ],
  name: 'program',
  docString: '',
  metadata: {},
};

export function encodeModel(
  graph: OnnxGraph,
  inputs: readonly OnnxTensorInfo[],
  outputs: readonly OnnxTensorInfo[],
  { opsets, name, docString, metadata }: OnnxDescription = program,
): Uint8Array {
  const model = {
    irVersion,
    producerName: 'cnn-lab',
    opsetImport: [...opsets, ...(graph.channelBlock === null ? [] : [{ domain: blockDomain, version: 1 }])],
    docString,
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    graph: {
      name,
      node: graph.nodes.map(({ type, domain, inputs, outputs, attributes }) => ({
        opType: type,
        domain,
        input: [...inputs],
        output: outputs,
        attribute: Object.entries(attributes).map(([name, value]) => ({ name, ...encodeAttribute(value) })),
      })),
      initializer: graph.initializers.map(({ name, shape, data }) => ({
        name,
        dims: [...shape],
        dataType: elementType(data),
        rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      })),
      input: inputs.map(encodeInfo),
      output: outputs.map(encodeInfo),
    },
  };
  return onnx.ModelProto.encode(model).finish();
}

function encodeAttribute(value: OnnxAttribute) {
  if (typeof value === 'number') return { type: AttributeType.INT, i: value };
  if (typeof value === 'string') return { type: AttributeType.STRING, s: new TextEncoder().encode(value) };
  if ('float' in value) return { type: AttributeType.FLOAT, f: value.float };
  return { type: AttributeType.INTS, ints: [...value] };
}

function encodeInfo({ name, dtype, shape, isSequence = false }: OnnxTensorInfo) {
  const type = { tensorType: { elemType: onnxTypes[dtype], shape: { dim: shape.map(encodeDimension) } } };
  return { name, type: isSequence ? { sequenceType: { elemType: type } } : type };
}

const encodeDimension = (size: number | string) => (typeof size === 'string' ? { dimParam: size } : { dimValue: size });

function elementType(data: OnnxInitializer['data']): number {
  if (data instanceof Float32Array) return onnxTypes.float32;
  if (data instanceof Int32Array) return onnxTypes.int32;
  return data instanceof BigInt64Array ? onnxTypes.int64 : onnxTypes.uint8;
}
