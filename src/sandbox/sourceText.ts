/** The text of one file, and its positions as the sandbox, the parser and VS Code count them. */
import type { SourceRange } from './analysis.ts';

export class SourceText {
  /** Absolute path. */
  readonly file: string;
  /** Without a byte order mark, as an editor shows it. */
  readonly text: string;
  /** Offsets at which lines start, where VS Code breaks them: after `\n`, `\r\n` or a lone `\r`. */
  private readonly lineStarts: readonly number[];
  /** Offsets at which lines start in the sandbox: after `\n` only. */
  private readonly sandboxLineStarts: readonly number[];

  constructor(file: string, text: string) {
    this.file = file;
    this.text = withoutMark(text);
    this.lineStarts = startsAfter(/\r\n|\r|\n/g, this.text);
    this.sandboxLineStarts = startsAfter(/\n/g, this.text);
  }

  /** Offset of a position in a stack of the sandbox, where columns count code points from 1. */
  offsetInSandbox(line: number, column: number): number {
    let offset = this.sandboxLineStarts[line - 1] ?? this.sandboxLineStarts.at(-1) ?? 0;
    for (let count = 1; count < column && offset < this.text.length; count++) {
      offset += (this.text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
    }
    return offset;
  }

  range(start: number, end: number): SourceRange {
    const [first, last] = [this.position(start), this.position(end)];
    const { line, column } = first;
    return { file: this.file, line, column, endLine: last.line, endColumn: last.column };
  }

  private position(offset: number): { readonly line: number; readonly column: number } {
    let [low, high] = [0, this.lineStarts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (this.lineStarts[low] ?? 0) + 1 };
  }
}

/** A text as an editor shows it. */
export const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text);

const startsAfter = (lineBreak: RegExp, text: string): readonly number[] => [
  0,
  ...Array.from(text.matchAll(lineBreak), (match) => match.index + match[0].length),
];
