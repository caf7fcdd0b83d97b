/** Hover texts of builders and their options. */
import * as l10n from '@vscode/l10n';
import { pageOf, type ReferenceEntry } from '../../model/reference.ts';
import type { OpenCall } from '../analysis/scan.ts';

/** Text for a builder; `brief` if TypeScript's own hover shows the rest. */
export function builderText(entry: ReferenceEntry, page: (path: string) => string, brief: boolean): string {
  const link = `[${l10n.t('Documentation')}](${page(pageOf(entry))})`;
  return brief ? `**${entry.name}** · ${link}` : [`**${entry.name}**`, entry.summary, entry.purpose, link].join('\n\n');
}

/** Text for the option that a word names at its place; `null` if it names none. */
export function optionText(entry: ReferenceEntry, { keys }: OpenCall, word: string): string | null {
  const [outer, inner] = keys;
  const owner = entry.options.find(({ name }) => name === outer);
  const field = inner === undefined ? owner : owner?.fields.find(({ name }) => name === inner);
  return field?.name === word ? `**${word}**\n\n${field.text}` : null;
}
