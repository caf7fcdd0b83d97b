/** Syntax errors in the display language: TypeScript comes with translations of its own. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** `folder` has a language's translations, if it is not English, in a folder of that name: `es/`. */
export function setSyntaxErrorLanguage(language: string, folder: string): void {
  ts.validateLocaleAndSetLanguage(language, {
    getExecutingFilePath: () => path.join(folder, 'typescript.js'),
    resolvePath: (file) => file,
    fileExists: existsSync,
    readFile: (file) => readFileSync(file, 'utf8'),
  });
}
