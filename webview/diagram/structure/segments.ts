/**
 * The path through a network as a row of segments. A *junction* is a volume that every path from input to output goes
 * through. A segment is a junction with what lies between it and the junction before: nothing in a chain, otherwise the
 * branches of a residual, inception or dense block.
 */
import type { Volume } from './volumes.ts';

export interface Segment {
  /** Volumes that some paths bypass, in order. */
  readonly inner: readonly Volume[];
  readonly junction: Volume;
}

/** In topological order, a volume is a junction if no edge leads past it. */
export function segmentsOf(volumes: readonly Volume[]): readonly Segment[] {
  const segments: Segment[] = [];
  let inner: Volume[] = [];
  /** The furthest volume that any earlier one feeds. */
  let reached = 0;
  const furthest = volumes.map(({ index }) => index);
  for (const { index, inputs } of volumes) for (const input of inputs) furthest[input] = index;
  for (const volume of volumes) {
    if (reached <= volume.index) {
      segments.push({ inner, junction: volume });
      inner = [];
    } else inner.push(volume);
    reached = Math.max(reached, furthest[volume.index]!);
  }
  return segments;
}

/** Segments that repeat: `count` times `period` segments from position `start` on. */
export interface Repeat {
  readonly start: number;
  readonly period: number;
  readonly count: number;
}

/** Longest unit of repetition to look for. */
const longestPeriod = 16;

/** Consecutive blocks that are the same except for their channels; from left to right, the longest first. */
export function repeatsOf(segments: readonly Segment[]): readonly Repeat[] {
  const signatures = segments.map(signature);
  const sizes = segments.map(({ inner }) => inner.length + 1);
  const repeats: Repeat[] = [];
  for (let start = 1; start < segments.length; ) {
    const best = longestRepeat(signatures, sizes, start);
    if (best === null) start++;
    else {
      repeats.push(best);
      start += best.period * best.count;
    }
  }
  return repeats;
}

/** A layer that comes twice is not worth a frame. */
function longestRepeat(signatures: readonly string[], sizes: readonly number[], start: number): Repeat | null {
  let best: Repeat | null = null;
  for (let period = 1; period <= longestPeriod && start + 2 * period <= signatures.length; period++) {
    let end = start + period;
    while (end < signatures.length && signatures[end] === signatures[end - period]) end++;
    const count = Math.floor((end - start) / period);
    const worthwhile = count > 2 || (count > 1 && (period > 1 || sizes[start]! > 1));
    if (worthwhile && period * count > (best ? best.period * best.count : 1)) best = { start, period, count };
  }
  return best;
}

/** The key that repeated segments share: layers, kernels, map sizes and edges; channels may differ. */
function signature({ inner, junction }: Segment): string {
  const all = [...inner, junction];
  const first = all[0]!.index;
  const describe = ({ before, head, after, shape, inputs }: Volume) => [
    // What follows a block often belongs to the next: a dense block ends with a normalisation of everything.
    [...before, head, ...(head === junction.head ? [] : after)].map(({ kind }) => kind),
    head.window,
    head.groups > 1,
    shape.length > 1 ? shape.slice(1) : shape,
    // The junction before is the same for all, whatever lies in between.
    inputs.map((input) => Math.max(-1, input - first)),
  ];
  return JSON.stringify(all.map(describe));
}
