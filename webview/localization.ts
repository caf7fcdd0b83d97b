/**
 * Display language and translations, as the host wrote them into the page. Imported before anything that
 * speaks to the user.
 */
import { config, t } from '@vscode/l10n';

const translations = document.getElementById('translations')?.textContent;
if (translations) {
  config({ contents: translations });
}

export { t };

/** BCP 47, for `Intl`. */
export const language = document.documentElement.lang || 'en';
