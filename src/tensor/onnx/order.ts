/**
 * The order in which nodes stand in the model decides when they are computed, and so how much memory they hold
 * together: ONNX Runtime computes what a node is made of before it, and of that first what stands last. What is
 * further from the inputs is to come first. Backpropagation through ReLU is to have dy, and all that comes before
 * that, ahead of the mask it is multiplied by, which is made of what is there since the forward pass.
 */
import type { OnnxGraph, OnnxNode } from './graph.ts';

/** Puts nodes in order of their distance from the inputs, by the longest way. */
export function orderByDistance(graph: OnnxGraph): void {
  const distances = new Map<string, number>();
  const distanceOf = ({ inputs }: OnnxNode) =>
    inputs.reduce((most, name) => Math.max(most, 1 + (distances.get(name) ?? 0)), 0);
  const nodes = graph.nodes.splice(0).map((node) => {
    const distance = distanceOf(node);
    for (const name of node.outputs) distances.set(name, distance);
    return { node, distance };
  });
  nodes.sort((a, b) => a.distance - b.distance);
  for (const { node } of nodes) graph.nodes.push(node);
}
