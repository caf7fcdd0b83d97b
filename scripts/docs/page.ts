/** A page of docs/, and the Markdown that pages are made of. */

export interface Page {
  /** From the folder of its language: `layers/conv2d.md`. */
  readonly path: string;
  readonly title: string;
  /** One sentence for the index; none for a page that the index does not name. */
  readonly about: string;
  readonly text: string;
}

/** Blocks with an empty line between; `false`, `null` and empty ones left out. */
export const blocks = (...parts: readonly (string | false | null)[]): string =>
  `${parts.filter((part) => part !== false && part !== null && part !== '').join('\n\n')}\n`;

export const heading = (level: number, text: string): string => `${'#'.repeat(level)} ${text}`;

export const code = (text: string, language = 'ts'): string => `\`\`\`${language}\n${text}\n\`\`\``;

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), `|${header.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\n(- )?/g, '<br>');

/** The first sentence of a text: up to a full stop that ends one, not that of `et al.` or `e.g.`. */
export const firstSentence = (text: string): string => /^.*?(?<!\b(?:al|e\.g|i\.e))\.(?=\s|$)/.exec(text)?.[0] ?? text;
