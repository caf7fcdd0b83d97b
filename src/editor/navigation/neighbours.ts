/** Which layers feed one another. */
import type { LocatedNode } from '../../sandbox/analysis.ts';

export type Direction = 'source' | 'target';

/**
 * The layers that feed these, or that these feed; each call once, and these themselves only if they feed each other.
 */
export function neighbours(
  nodes: readonly LocatedNode[],
  of: readonly LocatedNode[],
  direction: Direction,
): readonly LocatedNode[] {
  const own = new Set(of.map(({ node }) => node));
  const wanted = new Set(of.flatMap(({ sources }) => sources));
  const found = nodes.filter(({ node, sources }) =>
    direction === 'source' ? wanted.has(node) : sources.some((source) => own.has(source)),
  );
  return [...new Map(found.map((node) => [callOf(node), node])).values()];
}

/** The call that made a layer. */
export const callOf = ({ range }: LocatedNode): string =>
  `${range.file}:${range.line}:${range.column}:${range.endLine}`;
