/** What is said of a builder or of one of its options, at the word that names it. */
import * as l10n from '@vscode/l10n';
import { pageOf, type ReferenceEntry } from '../model/reference.ts';
import type { OpenCall } from './scan.ts';

/** Of a builder by its name; `brief` where TypeScript tells the rest. */
export function builderText(entry: ReferenceEntry, page: (path: string) => string, brief: boolean): string {
  const link = `[${l10n.t('Documentation')}](${page(pageOf(entry))})`;
  return brief ? `**${entry.name}** · ${link}` : [`**${entry.name}**`, entry.summary, entry.purpose, link].join('\n\n');
}

/** Of the option that a word names where it stands; `null` where it names none. */
export function optionText(entry: ReferenceEntry, { keys }: OpenCall, word: string): string | null {
  const [outer, inner] = keys;
  const owner = entry.options.find(({ name }) => name === outer);
  const field = inner === undefined ? owner : owner?.fields.find(({ name }) => name === inner);
  return field?.name === word ? `**${word}**\n\n${field.text}` : null;
}
