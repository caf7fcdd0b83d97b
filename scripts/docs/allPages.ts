/** All generated pages of docs/ in a language. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { writeNumbersAs } from '../../src/model/format.ts';
import type { Reference } from '../../src/model/reference.ts';
import { root } from '../paths.ts';
import { translateReference } from '../reference.ts';
import { builderPages } from './builderPages.ts';
import { diagnosticPages } from './diagnosticPages.ts';
import { indexPage } from './indexPage.ts';
import type { Page } from './page.ts';

/** The pages in a language. `@vscode/l10n` and number formats keep this language until the next call. */
export function allPages(english: Reference, language: string): Page[] {
  const bundle = join(root, 'l10n', `bundle.l10n.${language}.json`);
  l10n.config({ contents: existsSync(bundle) ? readFileSync(bundle, 'utf8') : '{}' });
  writeNumbersAs(language);
  const reference = language === 'en' ? english : translateReference(english, language).reference;
  const pages = [...builderPages(reference), ...diagnosticPages()];
  return [indexPage(pages), ...pages];
}
