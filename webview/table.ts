/** Numbers as text for a spreadsheet: values separated by tabs, rows by line ends, tables by an empty line. */

export function tableText(rows: Iterable<readonly (string | number)[]>): string {
  return [...rows].map((row) => `${row.join('\t')}\n`).join('');
}

/** `count` grids of equal size, one after another. */
export function gridText(values: ArrayLike<number>, columns: number, count = 1): string {
  const area = values.length / count;
  const grids = Array.from({ length: count }, (_, grid) =>
    tableText(
      Array.from({ length: area / columns }, (_, row) =>
        Array.from({ length: columns }, (_, column) => values[grid * area + row * columns + column]!),
      ),
    ),
  );
  return grids.join('\n');
}
