/** One page per diagnostic, from the table of lessons. */
import * as l10n from '@vscode/l10n';
import { type DiagnosticCode, lessons, pageOfDiagnostic } from '../../src/model/lessons/index.ts';
import type { Lesson } from '../../src/model/lessons/lesson.ts';
import { blocks, code, heading, type Page } from './page.ts';

export const diagnosticPages = (): Page[] =>
  // Every key of the table is a code.
  (Object.entries(lessons()) as [DiagnosticCode, Lesson][]).map(([name, lesson]) => ({
    path: pageOfDiagnostic(name),
    title: `\`${name}\``,
    about: lesson.title,
    text: textOf(name, lesson),
  }));

function textOf(name: DiagnosticCode, { title, severity, text, wrong, right }: Lesson): string {
  const kinds: Record<Lesson['severity'], string> = {
    error: l10n.t('An error: the model cannot be trained until it is fixed.'),
    warning: l10n.t('A warning: the model can be trained.'),
    information: l10n.t('A note: the model can be trained, and this may be intended.'),
  };
  return blocks(
    heading(1, title),
    `\`${name}\` · ${kinds[severity]}`,
    text,
    wrong !== null && heading(2, l10n.t('Example')),
    wrong !== null && code(wrong),
    right !== null && l10n.t('Fixed:'),
    right !== null && code(right),
    severity !== 'error' && heading(2, l10n.t('Silence it')),
    severity !== 'error' &&
      l10n.t(
        'For the next line by a comment, for this one with `cnn-lab-disable-line`, for the whole file with `cnn-lab-disable`; for all files by the setting `cnnLab.silencedProblems`. A quick fix writes the comment.',
      ),
    severity !== 'error' && code(`// cnn-lab-disable-next-line ${name}`),
  );
}
