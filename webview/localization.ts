/**
 * Display language and translations, which the host writes into the page. Imported before anything with texts for the
 * user.
 */
import { config, t } from '@vscode/l10n';

const translations = document.getElementById('translations')?.textContent;
if (translations) {
  config({ contents: translations });
}

export { t };

/** BCP 47, for `Intl`. */
export const language = document.documentElement.lang || 'en';
