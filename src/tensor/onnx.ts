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
  /** A list of one number, if the target asks for it. */
  end: 'end',
};

/** The bytes of an ONNX model that computes the program's outputs and the state's next values. */
export function programToOnnx({ inputs, state, outputs }: Program, target: OnnxTarget = {}): Uint8Array {
  const graph = new OnnxGraph(target);
  const taken = [
    ...inputs.map(({ name, value }) => describe(onnxNames.input(name), value)),
    ...state.map(({ name, value }) => describe(onnxNames.state(name), value)),
  ];
  for (const { name, value } of taken) graph.bind(value, name);
  const given = [
    ...outputs.map(({ name, value }) => describe(onnxNames.output(name), value)),
    ...state.flatMap(({ name, next }) => (next === null ? [] : [describe(onnxNames.next(name), next)])),
  ];
  const known = new Set(taken.map(({ value }) => value));
  for (const value of topologicalOrder(given.map(({ value }) => value))) {
    if (!known.has(value)) graph.bind(value, lower(graph, value));
  }
  for (const { name, value } of given) graph.publish(value, name);
  const all = target.endsFirst ? [end(graph), ...given] : given;
  const results = new Set(all.map(({ name }) => name));
  prune(graph, results);
  fuse(graph, results);
  splitInputs(graph, taken);
  reorderForMemory(graph);
  return encodeModel(graph, taken, all);
}

const describe = (name: string, value: Value): OnnxTensorInfo & { readonly value: Value } => {
  const { shape, dtype } = value;
  return { name, shape, dtype, value };
};

function end(graph: OnnxGraph): OnnxTensorInfo {
  graph.give(graph.node('SequenceConstruct', [graph.scalar(0)]), onnxNames.end);
  return { name: onnxNames.end, dtype: 'float32', shape: [], isList: true };
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
