/** The state of a search through the training images: an error, or its progress; nothing once it is done. */
import { formatPercent } from '../format.ts';
import type { Answer } from '../inspector/answer.ts';
import { strings } from './strings.ts';

export function Searching({ answer }: { readonly answer: Answer<unknown> }) {
  const { isCurrent, progress, problem } = answer;
  if (problem !== null) return <p role="alert">{problem}</p>;
  if (isCurrent) return null;
  return (
    <p class="muted" role="status">
      {strings.searching(formatPercent(progress ?? 0, 0))}
    </p>
  );
}
