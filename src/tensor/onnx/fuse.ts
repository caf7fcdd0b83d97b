/**
 * Convolutions in channel blocks can add a vector, add other images and apply ReLU while they write their result. This
 * fuses such nodes into the convolution before them, one after another, if nothing else needs the values in between.
 * Each saves reading and writing all the images once more.
 */
import { additionInBlocks } from './blocks.ts';
import { blockDomain, type OnnxGraph, type OnnxNode } from './graph.ts';

export function fuse(graph: OnnxGraph, results: ReadonlySet<string>): void {
  if (graph.channelBlock === null) return;
  const uses = new Map<string, number>();
  for (const name of [...results, ...graph.nodes.flatMap(({ inputs }) => inputs)]) {
    uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  const lastUsers = new Map(graph.nodes.flatMap((node) => node.inputs.map((name) => [name, node] as const)));
  const ones = new Set(
    graph.initializers.filter(({ data }) => data.every((each) => each === 1)).map(({ name }) => name),
  );
  const blocks = graph.tensorsInBlocks();
  const makers = new Map<string, OnnxNode>();
  const fused = new Set<OnnxNode>();

  /** The convolution that makes a tensor for one node only; its bias, sum and ReLU are applied in this order. */
  function convolution(name: string | undefined, lacks: 'bias' | 'sum' | 'relu'): OnnxNode | null {
    const maker = name === undefined || uses.get(name) !== 1 ? undefined : makers.get(name);
    if (maker === undefined || !isConvolution(maker) || 'activation' in maker.attributes) return null;
    const has = { bias: Boolean(maker.inputs[2]), sum: maker.inputs.length > 3, relu: false };
    return has[lacks] ? null : maker;
  }

  /** A convolution that takes the place of the node after it, with the inputs of both. */
  function replace(before: OnnxNode, node: OnnxNode, changed: Partial<OnnxNode>): OnnxNode {
    fused.add(before);
    return { ...before, ...changed, outputs: node.outputs };
  }

  function join(node: OnnxNode): OnnxNode {
    const [first = '', second = '', third = ''] = node.inputs;
    if (isConvolution(node) && ones.has(second) && node.inputs.length === 3 && node.attributes.group !== 1) {
      // The node adds a vector and nothing else.
      const before = convolution(first, 'bias');
      if (before === null) return node;
      const [images = '', kernel = '', , ...sum] = before.inputs;
      return replace(before, node, { inputs: [images, kernel, third, ...sum] });
    }
    if (node.type === 'Add' && blocks.has(first) && blocks.has(second)) {
      const before = convolution(second, 'sum') ?? convolution(first, 'sum');
      if (before === null) return node;
      const [images = '', kernel = '', bias = ''] = before.inputs;
      const [result, other] = before.outputs.includes(second) ? [second, first] : [first, second];
      const { group } = before.attributes;
      // If the other images are needed again, ONNX Runtime would copy them first, in a single thread.
      if (typeof group === 'number' && group > 1 && (results.has(other) || lastUsers.get(other) !== node)) {
        return { ...additionInBlocks(graph, other, result, group), outputs: node.outputs };
      }
      return replace(before, node, { inputs: [images, kernel, bias, other] });
    }
    if (node.type === 'Relu') {
      const before = convolution(first, 'relu');
      return before === null
        ? node
        : replace(before, node, { attributes: { ...before.attributes, activation: 'Relu' } });
    }
    return node;
  }

  const nodes = graph.nodes.splice(0).map((node) => {
    const joined = join(node);
    for (const name of joined.outputs) makers.set(name, joined);
    return joined;
  });
  graph.nodes.push(...nodes.filter((node) => !fused.has(node)));
}

const isConvolution = ({ type, domain }: OnnxNode): boolean => type === 'Conv' && domain === blockDomain;
