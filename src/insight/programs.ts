/**
 * The programs that look inside a model: its evaluation program with other outputs or other backward rules. All take
 * `images`, uint8 `[batch, channels, height, width]`, and change no state.
 */
import type { ModelSpec } from '../model/spec.ts';
import { gradients } from '../tensor/differentiate.ts';
import { argmax, max, mean, multiply, relu, reshape, sum } from '../tensor/ops/index.ts';
import type { Program, ProgramInput, Value } from '../tensor/program.ts';
import { input } from '../tensor/values.ts';
import type { ModelPacks } from '../training/packing.ts';
import { constantState, type Forward, forward, type Images } from '../training/step.ts';
import { backwardRules, type ProjectionMethod } from './backwardRules.ts';

export interface LookedInto {
  readonly model: ModelSpec;
  readonly images: Images;
  readonly packs: ModelPacks;
}

/** Output name of a node. */
export const nodeName = (node: number): string => `node/${node}`;

/** Outputs: the values of the nodes, as `nodeName` names them. */
export function activationProgram(of: LookedInto, batchSize: number, nodes: readonly number[]): Program {
  return build(of, batchSize, (graph) => ({
    outputs: nodes.map((node) => ({ name: nodeName(node), value: graph.nodes[node]! })),
  }));
}

/** Outputs: `peak`, the largest value of each map of a node, `[batch, maps]`, and `place`, its pixel (the first of equals), int32. */
export function peakProgram(of: LookedInto, batchSize: number, node: number): Program {
  return build(of, batchSize, (graph) => {
    const value = graph.nodes[node]!;
    const [batch = 1, maps = 1] = value.shape;
    const pixels = reshape(value, [batch, maps, value.shape.slice(2).reduce((size, side) => size * side, 1)]);
    return {
      outputs: [
        { name: 'peak', value: max(pixels, [2]) },
        { name: 'place', value: argmax(pixels, 2) },
      ],
    };
  });
}

/**
 * Outputs: `features`, the values of a node (for a feature map, each channel's mean), `[batch, features]`, and
 * `logits`.
 */
export function featureProgram(of: LookedInto, batchSize: number, node: number): Program {
  return build(of, batchSize, (graph) => {
    const value = graph.nodes[node]!;
    const features = value.shape.length === 4 ? mean(value, [2, 3]) : value;
    return {
      outputs: [
        { name: 'features', value: features },
        { name: 'logits', value: graph.output },
      ],
    };
  });
}

/**
 * Propagates a signal from a node back to the input. Input `seed`: the signal at the node, in its shape. Output
 * `projection`: in the shape of the input, in units of standardised pixels.
 */
export function projectionProgram(of: LookedInto, node: number, method: ProjectionMethod): Program {
  return build(of, 1, (graph) => {
    const value = graph.nodes[node]!;
    const seed = input(value.shape);
    const start = graph.nodes[0]!;
    const [projection] = gradients(sum(multiply(value, seed)), [start], backwardRules(of.model, graph.nodes, method));
    return {
      inputs: [{ name: 'seed', value: seed }],
      outputs: [{ name: 'projection', value: projection! }],
    };
  });
}

/**
 * Grad-CAM (Selvaraju et al., ICCV 2017): the maps A of a node, weighted by the mean over its pixels of the
 * gradient of a class's logit: ReLU(Σ_k mean(∂y/∂A_k) · A_k). Input `seed`: ones for the class, `[1, classes]`.
 * Output `heat`, `[1, height, width]`.
 */
export function gradCamProgram(of: LookedInto, node: number): Program {
  return build(of, 1, (graph) => {
    const seed = input(graph.output.shape);
    const maps = graph.nodes[node]!;
    const [gradient] = gradients(sum(multiply(graph.output, seed)), [maps]);
    const weights = mean(gradient!, [2, 3], true);
    return {
      inputs: [{ name: 'seed', value: seed }],
      outputs: [{ name: 'heat', value: relu(sum(multiply(maps, weights), [1])) }],
    };
  });
}

interface Extras {
  readonly inputs?: readonly ProgramInput[];
  readonly outputs: readonly { readonly name: string; readonly value: Value }[];
}

function build({ model, images, packs }: LookedInto, batchSize: number, extras: (graph: Forward) => Extras): Program {
  const graph = forward(model, images, batchSize, packs, false);
  const { inputs = [], outputs } = extras(graph);
  return {
    inputs: [{ name: 'images', value: graph.images }, ...inputs],
    state: constantState(packs, graph),
    outputs,
  };
}
