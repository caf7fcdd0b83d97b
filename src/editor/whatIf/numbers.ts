/** Numbers in the text of a model file. */

export interface NumberPlace {
  /** Columns from 0; the end is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const literal = /(?<![\w.])\d[\d_]*(?:\.[\d_]+)?(?:[eE][+-]?\d+)?(?![\w.])/g;

/** The number at or next to a column; `null` in a string or comment, or if there is none. */
export function numberAt(line: string, column: number): NumberPlace | null {
  for (const { index, 0: text } of line.matchAll(literal)) {
    const end = index + text.length;
    if (column >= index && column <= end) return isCode(line.slice(0, index)) ? { start: index, end, text } : null;
  }
  return null;
}

/** Whether code follows this text, rather than the rest of a string or comment. */
function isCode(before: string): boolean {
  const rest = before.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|\/\*.*?\*\//g, '');
  return !/['"`]|\/\/|\/\*|^\s*\*/.test(rest);
}

/** The values to try first: the neighbours of a small number, half and double of a large one. */
export function neighbours(text: string): readonly string[] {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isFinite(value) || value === 0) return [];
  if (!Number.isInteger(value)) return [];
  const others = value <= 12 ? [value - 2, value - 1, value + 1, value + 2] : [Math.round(value / 2), value * 2];
  return others.filter((other) => other > 0).map(String);
}
