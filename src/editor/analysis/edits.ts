/**
 * Moves known positions along with edits of the text, so that the last good hints stay beside their layers while the
 * file does not parse. Lines and columns count from 1, as in `SourceRange`.
 */
import type { SourceRange } from '../../sandbox/analysis.ts';

/** One replacement; positions are those of the text before it. */
export interface TextEdit {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/** The range after an edit; `null` when the edit removed all of it. */
export function shiftRange(range: SourceRange, edit: TextEdit): SourceRange | null {
  if (stays(range, edit)) return range;
  const removes = edit.line !== edit.endLine || edit.column !== edit.endColumn;
  const startInside = !before(range, edit) && !before({ line: edit.endLine, column: edit.endColumn }, range);
  const end = { line: range.endLine, column: range.endColumn };
  const endInside = !before(end, edit) && !before({ line: edit.endLine, column: edit.endColumn }, end);
  if (removes && startInside && endInside) return null;
  // Text typed at the very start pushes the range; text typed at the very end stays outside it.
  const newStart = shift(range, edit, true);
  const newEnd = shift(end, edit, false);
  return { file: range.file, ...newStart, endLine: newEnd.line, endColumn: newEnd.column };
}

/** Most of a file lies before what is typed, or on lines behind it that do not move. */
function stays(range: SourceRange, edit: TextEdit): boolean {
  if (before({ line: range.endLine, column: range.endColumn }, edit)) return true;
  return range.line > edit.endLine && edit.line === edit.endLine && !/[\r\n]/.test(edit.text);
}

/** The edits of one change event: VS Code gives them relative to the text before the event. */
export function shiftRangeBy(range: SourceRange, edits: readonly TextEdit[]): SourceRange | null {
  const lastFirst = [...edits].sort((a, b) => b.line - a.line || b.column - a.column);
  return lastFirst.reduce<SourceRange | null>((moved, edit) => moved && shiftRange(moved, edit), range);
}

function before(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

function shift(position: Position, edit: TextEdit, pushedByInsertion: boolean): Position {
  const editEnd = { line: edit.endLine, column: edit.endColumn };
  const atStart = position.line === edit.line && position.column === edit.column;
  if (before(position, edit) || (atStart && !pushedByInsertion))
    return { line: position.line, column: position.column };
  const inserted = edit.text.split(/\r\n|\r|\n/);
  const lastLine = inserted.at(-1) ?? '';
  const insertedEnd = {
    line: edit.line + inserted.length - 1,
    column: (inserted.length === 1 ? edit.column : 1) + lastLine.length,
  };
  if (before(position, editEnd)) return pushedByInsertion ? insertedEnd : { line: edit.line, column: edit.column };
  return {
    line: position.line + insertedEnd.line - editEnd.line,
    column: position.line === editEnd.line ? position.column + insertedEnd.column - editEnd.column : position.column,
  };
}
