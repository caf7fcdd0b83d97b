/** Foldable blocks: a layer that computes, with everything until the next one. */
import type { LocatedNode } from '../../sandbox/analysis.ts';
import type { LayerSite } from '../analysis/sites.ts';

/** Lines from 1. */
export interface FoldedLines {
  readonly start: number;
  readonly end: number;
}

/** A comment or an empty line may stand between two layers of a block. */
const largestGap = 2;

/** Blocks of a convolution or dense layer with the activation, pooling and normalisation after it. */
export function foldedBlocks(sites: readonly LayerSite[]): readonly FoldedLines[] {
  const blocks: { start: number; end: number }[] = [];
  let last: LayerSite | null = null;
  for (const site of sites) {
    const follows = last !== null && site.own && feeds(last, site) && isNextLine(last, site);
    const block = blocks.at(-1);
    if (follows && block && !computes(site)) block.end = site.range.endLine;
    else if (site.own && computes(site)) blocks.push({ start: site.range.line, end: site.range.endLine });
    else blocks.push({ start: site.range.line, end: site.range.line });
    last = site;
  }
  return blocks.filter(({ start, end }) => end > start);
}

const computes = ({ nodes }: LayerSite): boolean => nodes.some(({ macs }) => macs > 0);

const feeds = (before: LayerSite, site: LayerSite): boolean =>
  site.nodes.some(({ sources }: LocatedNode) => before.nodes.some(({ node }) => sources.includes(node)));

const isNextLine = ({ range: before }: LayerSite, { range }: LayerSite): boolean =>
  range.line >= before.endLine && range.line - before.endLine <= largestGap;
