/**
 * Packed parameters lie in one vector, and each is taken out of it by a `Slice` when it is needed. That allocates many
 * small tensors between the large ones, which leaves holes in ONNX Runtime's arena. One `Split` makes them all at once.
 */
import type { OnnxTensorInfo } from './encode.ts';
import type { OnnxGraph, OnnxNode } from './graph.ts';

/** Replaces slices that divide an input along its first axis, without gaps, by a `Split`. */
export function splitInputs(graph: OnnxGraph, inputs: readonly OnnxTensorInfo[]): void {
  if (graph.channelBlock === null) return;
  const numbers = new Map(graph.initializers.map(({ name, data }) => [name, data]));
  /** Start and end (exclusive) along the first axis; `null` for any other node. */
  const rangeOf = ({ type, inputs: [, starts = '', ends = '', axes = '', steps] }: OnnxNode) => {
    const [start, end, axis] = [starts, ends, axes].map((name) => numbers.get(name));
    const along = type === 'Slice' && steps === undefined && axis?.length === 1 && Number(axis[0]) === 0;
    return along ? { start: Number(start?.[0]), end: Number(end?.[0]) } : null;
  };
  for (const { name, shape } of inputs) {
    const parts = graph.nodes.flatMap((node) => {
      const range = node.inputs[0] === name ? rangeOf(node) : null;
      return range === null ? [] : [{ node, ...range }];
    });
    parts.sort((a, b) => a.start - b.start);
    const follow = parts.every(({ start }, index) => start === (parts[index - 1]?.end ?? 0));
    if (parts.length < 2 || !follow || parts.at(-1)?.end !== shape[0]) continue;
    const slices = new Set(parts.map(({ node }) => node));
    const sizes = graph.ints(parts.map(({ start, end }) => end - start));
    const outputs = parts.flatMap(({ node }) => node.outputs);
    const others = graph.nodes.splice(0).filter((node) => !slices.has(node));
    graph.nodes.push({ type: 'Split', domain: '', inputs: [name, sizes], outputs, attributes: { axis: 0 } }, ...others);
  }
}
