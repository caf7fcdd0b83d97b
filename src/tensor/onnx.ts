/** Programs as ONNX models. */
import { encodeModel, type OnnxTensorInfo } from './onnx/encode.ts';
import { fuse } from './onnx/fuse.ts';
import { type Lowered, OnnxGraph, type OnnxTarget } from './onnx/graph.ts';
import { reorderForMemory } from './onnx/order.ts';
import { prune } from './onnx/prune.ts';
import { splitInputs } from './onnx/split.ts';
import { opRules } from './ops/registry.ts';
import { topologicalOrder } from './order.ts';
import type { AppliedOp, OpName, Program, Value } from './program.ts';
import { formatShape } from './shape.ts';

/**
 * Names in the ONNX model of a program's inputs and results, prefixed by kind: the program may use a name in several
 * kinds.
 */
export const onnxNames = {
  input: (name: string) => `input:${name}`,
  output: (name: string) => `output:${name}`,
  state: (name: string) => `state:${name}`,
  /** The state after the run. */
  next: (name: string) => `next:${name}`,
  /** A sequence of one number, if the target asks for it. */
  end: 'end',
};

/** The bytes of an ONNX model that computes the program's outputs and the state's next values. */
export function programToOnnx({ inputs, state, outputs }: Program, target: OnnxTarget = {}): Uint8Array {
  const graph = new OnnxGraph(target);
  const modelInputs = [
    ...inputs.map(({ name, value }) => describe(onnxNames.input(name), value)),
    ...state.map(({ name, value }) => describe(onnxNames.state(name), value)),
  ];
  for (const { name, value } of modelInputs) graph.bind(value, name);
  const results = [
    ...outputs.map(({ name, value }) => describe(onnxNames.output(name), value)),
    ...state.flatMap(({ name, next }) => (next === null ? [] : [describe(onnxNames.next(name), next)])),
  ];
  const known = new Set(modelInputs.map(({ value }) => value));
  for (const value of topologicalOrder(results.map(({ value }) => value))) {
    if (!known.has(value)) graph.bind(value, lower(graph, value));
  }
  for (const { name, value } of results) graph.publish(value, name);
  const modelOutputs = target.endsFirst ? [end(graph), ...results] : results;
  const names = new Set(modelOutputs.map(({ name }) => name));
  prune(graph, names);
  fuse(graph, names);
  splitInputs(graph, modelInputs);
  reorderForMemory(graph);
  return encodeModel(graph, modelInputs, modelOutputs);
}

const describe = (name: string, value: Value): OnnxTensorInfo & { readonly value: Value } => {
  const { shape, dtype } = value;
  return { name, shape, dtype, value };
};

function end(graph: OnnxGraph): OnnxTensorInfo {
  graph.publishTensor(graph.node('SequenceConstruct', [graph.scalar(0)]), onnxNames.end);
  return { name: onnxNames.end, dtype: 'float32', shape: [], isSequence: true };
}

function lower(graph: OnnxGraph, value: Value): Lowered {
  const { source } = value;
  if (source.op === 'input') {
    throw new Error(`The program uses an input of ${formatShape(value.shape)} that it does not list`);
  }
  return source.op === 'constant' ? graph.tensor(source.attributes.data, value.shape) : lowerOp(graph, source, value);
}

const lowerOp = <K extends OpName>(graph: OnnxGraph, source: AppliedOp<K>, value: Value): Lowered =>
  opRules[source.op].lower(graph, source, value);
