/**
 * The order in which nodes stand in the model decides when they are computed, and so how much memory they hold
 * together: ONNX Runtime computes what a node is made of before it, and of that first what stands last. What is
 * further from the inputs is to come first. Backpropagation through ReLU is to have dy, and all that comes before
 * that, ahead of the mask it is multiplied by, which is made of what is there since the forward pass. But of what is
 * laid side by side, what stands last stays last: gradients by the parameters of the last layer are to come before
 * those of the first, as soon as there is dy, which would wait for them.
 */
import { depthFirst } from '../sort.ts';
import type { OnnxGraph, OnnxNode } from './graph.ts';

/** Puts nodes in such an order that little memory is held. */
export function orderThriftily(graph: OnnxGraph): void {
  const makers = new Map<string, OnnxNode>();
  const places = new Map<OnnxNode, number>();
  const distances = new Map<OnnxNode, number>();
  const ends = new Set<OnnxNode>();
  const placeOf = (node: OnnxNode) => places.get(node) ?? 0;
  const distanceOf = (node: OnnxNode) => distances.get(node) ?? 0;
  const madeOf = ({ inputs }: OnnxNode) => inputs.flatMap((name) => makers.get(name) ?? []);
  for (const [place, node] of graph.nodes.entries()) {
    const before = madeOf(node);
    places.set(node, place);
    distances.set(
      node,
      before.reduce((most, each) => Math.max(most, 1 + distanceOf(each)), 0),
    );
    ends.add(node);
    for (const each of before) ends.delete(each);
    for (const name of node.outputs) makers.set(name, node);
  }
  const nearestFirst = (some: OnnxNode[]) => some.toSorted((a, b) => distanceOf(a) - distanceOf(b));
  const inPlace = (some: OnnxNode[]) => some.toSorted((a, b) => placeOf(a) - placeOf(b));
  graph.nodes.splice(
    0,
    graph.nodes.length,
    ...depthFirst(nearestFirst([...ends]), (node) =>
      node.type === 'Concat' ? inPlace(madeOf(node)) : nearestFirst(madeOf(node)),
    ),
  );
}
