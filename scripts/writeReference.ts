/** Writes the reference as the extension reads it: one JSON file per language. */
import { globSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { languages } from './docs/languages.ts';
import { root } from './paths.ts';
import { readReference, translateReference } from './reference.ts';

/** Writes `en.json` and every translation to a folder, where they are missing or older than their sources. */
export function writeReference(folder: string): void {
  const sources = globSync(['src/cnn/**/*.ts', 'l10n/reference.*.json'], { cwd: root }).map((file) => join(root, file));
  const files = languages().map((language) => [language, join(folder, `${language}.json`)] as const);
  const written = Math.min(...files.map(([, file]) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0));
  if (sources.every((file) => statSync(file).mtimeMs < written)) return;

  const english = readReference();
  mkdirSync(folder, { recursive: true });
  for (const [language, file] of files) {
    const { reference } = language === 'en' ? { reference: english } : translateReference(english, language);
    writeFileSync(file, JSON.stringify(reference));
  }
}
