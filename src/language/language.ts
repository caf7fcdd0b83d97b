/**
 * The display language of a process: the editor's if an editor started it, otherwise the terminal's. English needs no
 * file; other languages have an `l10n/bundle.l10n.LANGUAGE.json`.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as l10n from '@vscode/l10n';
import { writeNumbersAs } from '../model/format.ts';

/** Environment variable that carries the language, a BCP 47 tag, to child processes. */
const variable = 'CNN_LAB_LANGUAGE';

/** Uses the editor's display language. `bundle` has its translations by message; `undefined` for English. */
export function setLanguageFromEditor(language: string, bundle: Readonly<Record<string, string>> | undefined): void {
  process.env[variable] = language;
  if (bundle === undefined) return;
  l10n.config({ contents: { ...bundle } });
  writeNumbersAs(language);
}

/** Uses the language that the parent process passed on, or else the terminal's. Returns which it is: `es`. */
export function setLanguageFromEnvironment(): string {
  const { [variable]: inherited, LC_ALL, LC_MESSAGES, LANG } = process.env;
  const wanted = inherited || localeTag(LC_ALL || LC_MESSAGES || LANG || '');
  const [language = ''] = wanted.toLowerCase().split('-');
  const bundle = language === 'en' ? null : readBundle(language);
  if (bundle === null) return 'en';
  l10n.config({ contents: bundle });
  writeNumbersAs(language);
  return language;
}

/** `es_MX.UTF-8` → `es-MX`. */
const localeTag = (locale: string): string => locale.replace(/[.@].*$/, '').replaceAll('_', '-');

function readBundle(language: string): string | null {
  if (!/^[a-z]{2,3}$/.test(language)) return null;
  const folder = import.meta.url.endsWith('.ts') ? '../../l10n' : '../l10n';
  try {
    return readFileSync(fileURLToPath(new URL(`${folder}/bundle.l10n.${language}.json`, import.meta.url)), 'utf8');
  } catch {
    return null;
  }
}
