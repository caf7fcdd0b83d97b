/**
 * The programs that look inside a model: its evaluation program with other outputs or other backward rules. All take
 * `images`, uint8 `[batch, channels, height, width]`, and change no state. Here is the one for the values of
 * nodes; each of the others is beside what runs it.
 */
import type { ModelSpec } from '../model/spec.ts';
import type { Program, ProgramInput, Value } from '../tensor/program.ts';
import type { ModelPacks } from '../training/packing.ts';
import { constantState, type Forward, forward, type Images } from '../training/step.ts';

export interface LookedInto {
  readonly model: ModelSpec;
  readonly images: Images;
  readonly packs: ModelPacks;
}

/** Output name of a node. */
export const nodeName = (node: number): string => `node/${node}`;

/** Outputs: the values of the nodes, as `nodeName` names them. */
export function activationProgram(of: LookedInto, batchSize: number, nodes: readonly number[]): Program {
  return inspectionProgram(of, batchSize, (graph) => ({
    outputs: nodes.map((node) => ({ name: nodeName(node), value: graph.nodes[node]! })),
  }));
}

interface Extras {
  readonly inputs?: readonly ProgramInput[];
  readonly outputs: readonly { readonly name: string; readonly value: Value }[];
}

/** The evaluation program with these inputs and outputs, which may be of any of its values. */
export function inspectionProgram(
  { model, images, packs }: LookedInto,
  batchSize: number,
  extras: (graph: Forward) => Extras,
): Program {
  const graph = forward(model, images, batchSize, packs, false);
  const { inputs = [], outputs } = extras(graph);
  return {
    inputs: [{ name: 'images', value: graph.images }, ...inputs],
    state: constantState(packs, graph),
    outputs,
  };
}
