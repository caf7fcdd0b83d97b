/** The languages of docs/, and their folders. */
import { globSync } from 'node:fs';
import { root } from '../paths.ts';

/** English, and every language that the reference is translated to: `l10n/reference.es.json`. */
export const languages = (): readonly string[] => [
  'en',
  ...globSync('l10n/reference.*.json', { cwd: root }).map((file) => file.split('.').at(-2)!),
];

/** Folder of a language's pages, relative to the root. */
export const docsFolder = (language: string): string => (language === 'en' ? 'docs' : `docs/${language}`);
