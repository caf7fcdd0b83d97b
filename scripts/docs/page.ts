/** A page of docs/, and helpers for its Markdown. */

export interface Page {
  /** Relative to the folder of its language: `layers/conv2d.md`. */
  readonly path: string;
  readonly title: string;
  /** One sentence for the index; empty for a page that is not in the index. */
  readonly about: string;
  readonly text: string;
}

/** Blocks separated by an empty line; `false`, `null` and empty ones are omitted. */
export const blocks = (...parts: readonly (string | false | null)[]): string =>
  `${parts.filter((part) => part !== false && part !== null && part !== '').join('\n\n')}\n`;

export const heading = (level: number, text: string): string => `${'#'.repeat(level)} ${text}`;

export const code = (text: string, language = 'ts'): string => `\`\`\`${language}\n${text}\n\`\`\``;

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), `|${header.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\n(- )?/g, '<br>');

/** The first sentence of a text, up to a full stop that ends a sentence, unlike that of `et al.` or `e.g.`. */
export const firstSentence = (text: string): string => /^.*?(?<!\b(?:al|e\.g|i\.e))\.(?=\s|$)/.exec(text)?.[0] ?? text;
