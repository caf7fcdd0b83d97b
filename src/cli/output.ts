/** Output that the commands share: results on standard output, everything else on standard error. */
import * as l10n from '@vscode/l10n';
import { Option } from 'commander';

export const exitCodes = { done: 0, userError: 1, ourFault: 2, interrupted: 130 } as const;

export const jsonOption = () => new Option('--json', l10n.t('print JSON to standard output'));

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Error codes of a stream that nobody reads any more: its reader has ended, or its terminal is closed. */
const closed: readonly (string | undefined)[] = ['EPIPE', 'EIO'];

let closedOutput: () => void = () => process.exit();

/** Handles readers that go away (`| head`, a closed terminal), which is no error: the process exits. */
export function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!closed.includes(error.code)) throw error;
      closedOutput();
    });
  }
}

/** What a command does instead of exiting when its reader goes away. */
export function onClosedOutput(listener: () => void): void {
  closedOutput = listener;
}

/** A table with aligned columns; the columns in `right` are numbers. */
export function formatTable(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const pad = (cell: string, column: number) =>
    right.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}
