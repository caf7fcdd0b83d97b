/** Folding: which repeated blocks are drawn once, with their count. */
import { type Repeat, repeatsOf, type Segment } from './segments.ts';

/** A repeat and how it is drawn. */
export interface FoldableRepeat extends Repeat {
  /** Name of its first layer, by which its folding is remembered. */
  readonly key: string;
  readonly folded: boolean;
  /** Positions of its segments among the drawn ones. */
  readonly drawn: { readonly first: number; readonly end: number };
}

export interface Folding {
  /** What is drawn. */
  readonly segments: readonly Segment[];
  readonly repeats: readonly FoldableRepeat[];
  /** For each volume, the drawn one that represents it. */
  readonly shownAs: readonly number[];
}

/** `exceptions`: keys of repeats to treat contrary to `fold`. */
export function foldingOf(segments: readonly Segment[], fold: boolean, exceptions: ReadonlySet<string>): Folding {
  const found = repeatsOf(segments);
  const shown: Segment[] = [];
  const repeats: FoldableRepeat[] = [];
  const shownAs: number[] = [];
  const draw = (segment: Segment) => {
    for (const { index } of volumesIn(segment)) shownAs[index] = index;
    shown.push(segment);
  };
  for (let position = 0; position < segments.length; ) {
    const repeat = found.find(({ start }) => start === position);
    if (!repeat) {
      draw(segments[position++]!);
      continue;
    }
    const { period, count } = repeat;
    const key = volumesIn(segments[position]!)[0]!.head.name;
    const folded = fold !== exceptions.has(key);
    const first = shown.length;
    for (let i = 0; i < period * count; i++) {
      const segment = segments[position + i]!;
      if (i < period || !folded) draw(segment);
      else {
        const like = volumesIn(segments[position + (i % period)]!);
        for (const [k, { index }] of volumesIn(segment).entries()) shownAs[index] = like[k]!.index;
      }
    }
    repeats.push({ ...repeat, key, folded, drawn: { first, end: shown.length } });
    position += period * count;
  }
  return { segments: shown, repeats, shownAs };
}

const volumesIn = ({ inner, junction }: Segment) => [...inner, junction];
