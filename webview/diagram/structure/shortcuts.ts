/**
 * Shortcuts: edges that bypass another path between the same nodes, as in residual and dense blocks and in U-nets. They
 * are drawn as arcs, as in papers, and kept from the layout, which would take minutes with all of them.
 */

export interface Edge {
  readonly from: number;
  readonly to: number;
}

/** The edges whose end is also reached by another path. Nodes count from 0, and edges lead to larger numbers. */
export function shortcutsOf(edges: readonly Edge[], nodes: number): ReadonlySet<Edge> {
  const leaving = Array.from({ length: nodes }, () => [] as Edge[]);
  for (const edge of edges) leaving[edge.from]!.push(edge);
  const words = Math.ceil(nodes / 32);
  const reached = Array.from({ length: nodes }, () => new Uint32Array(words));
  const shortcuts = new Set<Edge>();
  for (let node = nodes - 1; node >= 0; node--) {
    // What is reached beyond the ends of this node's own edges.
    const beyond = reached[node]!;
    for (const { to } of leaving[node]!) {
      for (let word = 0; word < words; word++) beyond[word]! |= reached[to]![word]!;
    }
    for (const edge of leaving[node]!) if (has(beyond, edge.to)) shortcuts.add(edge);
    for (const { to } of leaving[node]!) beyond[to >>> 5]! |= 1 << (to & 31);
  }
  return shortcuts;
}

const has = (set: Uint32Array, node: number): boolean => ((set[node >>> 5]! >>> (node & 31)) & 1) === 1;

/** An arc along a row. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Heights of arcs, from 1, parallel to them: a longer arc goes over all that it overlaps. */
export function arcLevels(spans: readonly Span[]): readonly number[] {
  const levels = spans.map(() => 0);
  const order = spans.map((_, i) => i).sort((a, b) => length(spans[a]!) - length(spans[b]!));
  for (const [position, i] of order.entries()) {
    const under = order.slice(0, position).filter((other) => overlap(spans[i]!, spans[other]!));
    levels[i] = 1 + Math.max(0, ...under.map((other) => levels[other]!));
  }
  return levels;
}

const length = ({ start, end }: Span): number => end - start;
const overlap = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;
