/**
 * `npm run docs`: writes docs/ from the doc comments of src/cnn, each language into its folder.
 *
 * What is in docs/ and comes from nothing here, such as docs/performance.md, stays; test/docs.test.ts says when a
 * page is missing, older than its source, or left behind.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { allPages } from './docs/allPages.ts';
import { docsFolder, languages } from './docs/languages.ts';
import { root } from './paths.ts';
import { readReference, translateReference } from './reference.ts';

const reference = readReference();
for (const language of languages()) {
  const pages = allPages(reference, language);
  const folder = join(root, docsFolder(language));
  for (const section of new Set(pages.map(({ path }) => dirname(path)))) {
    if (section !== '.') await rm(join(folder, section), { recursive: true, force: true });
  }
  for (const { path, text } of pages) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  console.log(`${docsFolder(language)}: ${pages.length} pages`);
  const missing = language === 'en' ? [] : translateReference(reference, language).missing;
  if (missing.length > 0) console.log(`l10n/reference.${language}.json lacks:\n${missing.join('\n')}`);
}
