/** Which of the blocks that repeat are drawn once, with the number of times. */
import { type Repeat, repeatsOf, type Segment } from './segments.ts';

/** A repeat and how it is drawn. */
export interface FoldableRepeat extends Repeat {
  /** Name of its first layer: what a fold is remembered by. */
  readonly key: string;
  readonly folded: boolean;
  /** Positions of its segments among the drawn. */
  readonly drawn: { readonly first: number; readonly end: number };
}

export interface Folding {
  /** What is drawn. */
  readonly segments: readonly Segment[];
  readonly repeats: readonly FoldableRepeat[];
  /** By volume: the drawn one that stands for it. */
  readonly shownAs: readonly number[];
}

/** `exceptions`: keys of repeats for which `fold` does not hold. */
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
