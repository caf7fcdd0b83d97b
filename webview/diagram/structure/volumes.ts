/**
 * From layers to volumes. A figure of a network shows feature maps, not every layer: layers that keep a map's size
 * (activation, normalisation, dropout, flatten) are written beside the map that they work on.
 */
import type { NetworkNode } from '../../../src/model/network.ts';
import type { Shape } from '../../../src/model/spec.ts';

/** A feature map or vector, and the layers that make it. */
export interface Volume {
  /** Position in the list; those that feed it are always smaller. */
  readonly index: number;
  /** The layer that gives it its size. */
  readonly head: NetworkNode;
  /** Layers before and after `head` that keep the size, in order. */
  readonly before: readonly NetworkNode[];
  readonly after: readonly NetworkNode[];
  /** Indices of the volumes that feed it, each once. */
  readonly inputs: readonly number[];
  readonly shape: Shape;
}

interface Group {
  readonly nodes: NetworkNode[];
  head: NetworkNode;
}

export function volumesOf(nodes: readonly NetworkNode[]): readonly Volume[] {
  const consumers = nodes.map(() => [] as NetworkNode[]);
  for (const node of nodes) for (const input of new Set(node.inputs)) consumers[input]!.push(node);
  const groupOf = new Map<number, Group>();
  for (const node of nodes) {
    const group = groupFor(node, nodes, consumers, groupOf);
    group.nodes.push(node);
    groupOf.set(node.id, group);
  }
  const groups = [...new Set(groupOf.values())].sort((a, b) => a.head.id - b.head.id);
  const indices = new Map(groups.map((group, index) => [group, index]));
  return groups.map(({ nodes: members, head }, index) => {
    const at = members.indexOf(head);
    const inputs = members[0]!.inputs.map((input) => indices.get(groupOf.get(input)!)!);
    const [before, after] = [members.slice(0, at), members.slice(at + 1)];
    return { index, head, before, after, inputs: [...new Set(inputs)], shape: head.shape };
  });
}

/** Where a layer belongs: after its input if it is the only consumer, else before its only consumer, else by itself. */
function groupFor(
  node: NetworkNode,
  nodes: readonly NetworkNode[],
  consumers: readonly (readonly NetworkNode[])[],
  groupOf: ReadonlyMap<number, Group>,
): Group {
  const source = node.inputs[0];
  const feeding = source === undefined ? undefined : groupOf.get(source);
  const alone = source !== undefined && consumers[source]!.length === 1;
  if (feeding && alone && node.role === 'pass') return feeding;
  // Layers waiting for the one they precede.
  if (feeding && alone && feeding.head.role === 'pass' && feeding.nodes.at(-1) === nodes[source] && takesBefore(node)) {
    feeding.head = node;
    return feeding;
  }
  return { nodes: [], head: node };
}

const takesBefore = ({ role }: NetworkNode): boolean =>
  role === 'convolution' || role === 'pooling' || role === 'dense';

/** All layers of a volume, in order. */
export const layersOf = ({ before, head, after }: Volume): readonly NetworkNode[] => [...before, head, ...after];
