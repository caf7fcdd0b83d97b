/**
 * Every diagnostic by its code: one table for the pages in docs/diagnostics, the link at each diagnostic, and the test
 * that runs the examples. A problem whose code is missing here does not compile.
 */
import { adviceLessons } from './advice.ts';
import { layerLessons } from './layers.ts';
import type { Lesson } from './lesson.ts';
import { purposeLessons } from './purpose.ts';
import { runningLessons } from './running.ts';
import { valueLessons } from './values.ts';

const table = () => ({
  ...layerLessons(),
  ...adviceLessons(),
  ...purposeLessons(),
  ...valueLessons(),
  ...runningLessons(),
});

/** Stable, kebab-case: `kernel-too-large`. */
export type DiagnosticCode = keyof ReturnType<typeof table>;

/** Its page, relative to the docs/ folder of a language. */
export const pageOfDiagnostic = (code: DiagnosticCode): string => `diagnostics/${code}.md`;

/** In the language of the texts that `@vscode/l10n` has been given. */
export const lessons = (): Readonly<Record<DiagnosticCode, Lesson>> => table();
