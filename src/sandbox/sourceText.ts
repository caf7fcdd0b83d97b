/** The text of one file, and its positions as the sandbox, the parser and VS Code count them. */
import type { SourceRange } from './analysis.ts';

export class SourceText {
  /** Absolute path. */
  readonly file: string;
  /** Without a byte order mark, as an editor shows it. */
  readonly text: string;
  /** Offsets at which lines start, where VS Code breaks them: after `\n`, `\r\n` or a lone `\r`. */
  private readonly lineStarts: readonly number[];

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text.startsWith('\uFEFF') ? text.slice(1) : text;
    const breaks = [...this.text.matchAll(/\r\n|\r|\n/g)];
    this.lineStarts = [0, ...breaks.map((match) => match.index + match[0].length)];
  }

  /** Offset of a position in a stack of the sandbox: lines end at `\n` only, columns count code points from 1. */
  offsetInSandbox(line: number, column: number): number {
    let offset = 0;
    for (let count = 1; count < line; count++) {
      const next = this.text.indexOf('\n', offset);
      if (next < 0) break;
      offset = next + 1;
    }
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
