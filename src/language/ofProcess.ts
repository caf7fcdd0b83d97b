/** Imported first by every process without an editor: whatever speaks while it is loaded speaks the language told. */
import { speakAsTold } from './language.ts';

speakAsTold();
