/** What the commands share in how they speak: results on standard output, everything else on standard error. */

export const exitCodes = { done: 0, userError: 1, ourFault: 2, interrupted: 130 } as const;

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** What a stream says to which nobody listens any more: its reader has ended, its terminal is closed. */
const closed: readonly (string | undefined)[] = ['EPIPE', 'EIO'];

let closedOutput: () => void = () => process.exit();

/** Listens for readers that go (`| head`, a terminal that is closed), which is no error: the process ends. */
export function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!closed.includes(error.code)) throw error;
      closedOutput();
    });
  }
}

/** What a command does instead of ending, where its reader goes. */
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
