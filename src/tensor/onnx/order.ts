/**
 * The order of nodes in the model decides when they are computed, and so how much memory is held at a time: ONNX
 * Runtime computes a node's inputs before the node, starting with the one that stands last. Of those, the one furthest
 * from the graph's inputs should be computed first. In backpropagation through ReLU, dy and everything before it then
 * come ahead of the mask that it is multiplied by, which needs only what the forward pass has left. In concatenations
 * the last stays last: the gradients of the last layer's parameters should come before those of the first, as soon as
 * there is dy, which would otherwise be held for them.
 */
import { depthFirst } from '../order.ts';
import type { OnnxGraph, OnnxNode } from './graph.ts';

/** Puts nodes in a topological order in which little memory is held at a time. */
export function reorderForMemory(graph: OnnxGraph): void {
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
