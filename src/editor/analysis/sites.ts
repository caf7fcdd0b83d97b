/**
 * Sites: the calls of one file that made layers, each with all the layers it made. A call in a loop or
 * in a helper makes several; a layer made by an imported helper belongs to the call that leads there.
 */
import type { LocatedNode, SourceRange } from '../../sandbox/analysis.ts';

export interface LayerSite {
  readonly range: SourceRange;
  /** In execution order, at least one. */
  readonly nodes: readonly LocatedNode[];
  /** The layers' own call, not one that leads to another file. */
  readonly own: boolean;
  /** As it was before an error that hides its current state. */
  readonly isEarlier?: boolean;
}

/** Sites in `file`, in the order in which they first make a layer. */
export function layerSites(nodes: readonly LocatedNode[], file: string): LayerSite[] {
  const sites = new Map<string, { range: SourceRange; nodes: LocatedNode[]; own: boolean }>();
  for (const node of nodes) {
    const own = node.range.file === file;
    const range = own ? node.range : node.callers.find((caller) => caller.file === file);
    if (!range) continue;
    const key = `${own}:${range.line}:${range.column}:${range.endLine}:${range.endColumn}`;
    const site = sites.get(key);
    if (site) site.nodes.push(node);
    else sites.set(key, { range, nodes: [node], own });
  }
  return [...sites.values()];
}

/** The innermost site around a position (line and column from 1). */
export function siteAt(sites: readonly LayerSite[], line: number, column: number): LayerSite | undefined {
  return sites
    .filter(({ range }) => !isBefore(line, column, range.line, range.column))
    .filter(({ range }) => !isBefore(range.endLine, range.endColumn, line, column))
    .reduce<LayerSite | undefined>((best, site) => (best && isWithin(best.range, site.range) ? best : site), undefined);
}

/** The site at a position, else the first that begins on its line. */
export function siteNear(sites: readonly LayerSite[], line: number, column: number): LayerSite | undefined {
  return siteAt(sites, line, column) ?? sites.find(({ range }) => range.line === line);
}

function isBefore(line: number, column: number, otherLine: number, otherColumn: number): boolean {
  return line < otherLine || (line === otherLine && column < otherColumn);
}

export function isWithin(inner: SourceRange, outer: SourceRange): boolean {
  return (
    !isBefore(inner.line, inner.column, outer.line, outer.column) &&
    !isBefore(outer.endLine, outer.endColumn, inner.endLine, inner.endColumn)
  );
}
