import type { Fix } from '../../src/sandbox/analysis.ts';

/** The text after a fix. */
export function apply(text: string, { edits }: Fix): string {
  const lines = text.split('\n');
  const offset = (line: number, column: number) =>
    lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  return [...edits]
    .sort((a, b) => b.range.line - a.range.line || b.range.column - a.range.column)
    .reduce(
      (result, { range, newText }) =>
        result.slice(0, offset(range.line, range.column)) +
        newText +
        result.slice(offset(range.endLine, range.endColumn)),
      text,
    );
}
