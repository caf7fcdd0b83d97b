import type { OnnxGraph } from './graph.ts';

/** Removes nodes whose outputs nothing uses: an op may have found a shortcut around its inputs. */
export function prune(graph: OnnxGraph, results: ReadonlySet<string>): void {
  const used = new Set(results);
  const kept = graph.nodes
    .splice(0)
    .reverse()
    .filter(({ inputs, outputs }) => {
      if (!outputs.some((name) => used.has(name))) return false;
      for (const name of inputs) used.add(name);
      return true;
    });
  graph.nodes.push(...kept.reverse());
}
