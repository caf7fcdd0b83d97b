/** Imported first by every process without an editor, so that texts made while other modules load are translated. */
import { setLanguageFromEnvironment } from './language.ts';

/** The display language of this process. */
export const language = setLanguageFromEnvironment();
