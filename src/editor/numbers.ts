/** Numbers in the text of a model file. */

export interface NumberPlace {
  /** Columns from 0; the end is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const literal = /(?<![\w.])\d[\d_]*(?:\.[\d_]+)?(?:[eE][+-]?\d+)?(?![\w.])/g;

/** The number that a column is in or beside; `null` in a text or comment, or where there is none. */
export function numberAt(line: string, column: number): NumberPlace | null {
  for (const { index, 0: text } of line.matchAll(literal)) {
    const end = index + text.length;
    if (column >= index && column <= end) return isCode(line.slice(0, index)) ? { start: index, end, text } : null;
  }
  return null;
}

/** Whether what follows on the line is neither in quotes nor behind a comment. */
function isCode(before: string): boolean {
  const rest = before.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|\/\*.*?\*\//g, '');
  return !/['"`]|\/\/|\/\*|^\s*\*/.test(rest);
}

/** Other values that one would try first: the next of a small number, half and double of a large one. */
export function neighbours(text: string): readonly string[] {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isFinite(value) || value === 0) return [];
  if (!Number.isInteger(value)) return [];
  const others = value <= 12 ? [value - 2, value - 1, value + 1, value + 2] : [Math.round(value / 2), value * 2];
  return others.filter((other) => other > 0).map(String);
}
