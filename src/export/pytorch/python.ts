/** Small pieces of Python code. */

/** A text as a Python string; JSON's escapes are Python's too. */
export const pythonText = (text: string): string => JSON.stringify(text);

export const pythonBool = (value: boolean): string => (value ? 'True' : 'False');

export const pythonTuple = (items: readonly (number | string)[]): string =>
  items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;

export const pythonList = (items: readonly (number | string)[]): string => `[${items.join(', ')}]`;

/** `3`, or `(3, 5)` if height and width differ. */
export const pythonSize = ([height, width]: readonly [number, number]): string =>
  height === width ? String(height) : pythonTuple([height, width]);

/** A keyword argument, omitted if it has its default value. */
export type Keyword = readonly [name: string, value: string, fallback: string];

/** `nn.Conv2d(1, 6, 5, padding=2)`. */
export function pythonCall(name: string, positional: readonly (number | string)[], keywords: readonly Keyword[] = []) {
  const given = keywords.filter(([, value, fallback]) => value !== fallback);
  return `${name}(${[...positional, ...given.map(([key, value]) => `${key}=${value}`)].join(', ')})`;
}

/** A text on one line, escaped for a docstring. */
export const docstringText = (text: string): string =>
  text
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim()
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"');

/** Indents lines by four spaces per level; empty lines stay empty. */
export const indent = (lines: readonly string[], levels = 1): string[] =>
  lines.map((line) => (line === '' ? line : `${'    '.repeat(levels)}${line}`));

/** Imports in Python's order, one line per module. */
export function imports(lines: readonly string[]): string {
  const modules = new Set(lines.filter((line) => line.startsWith('import ')));
  const names = new Map<string, Set<string>>();
  for (const line of lines) {
    const [, module, list = ''] = /^from (\S+) import (.+)$/.exec(line) ?? [];
    if (module === undefined) continue;
    const known = names.get(module) ?? new Set();
    names.set(module, known);
    for (const name of list.split(', ')) known.add(name);
  }
  const froms = [...names].map(([module, found]) => `from ${module} import ${[...found].sort().join(', ')}`);
  return [...[...modules].sort(), ...froms.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))].join('\n');
}
