/** The examples of every lesson, run: the wrong one provokes its diagnostic, the right one is clean of it. */
import assert from 'node:assert/strict';
import * as l10n from '@vscode/l10n';
import { bundleOf, languages } from '../../../scripts/l10n.ts';
import type { DiagnosticCode } from '../../../src/model/lessons/index.ts';
import { lessons } from '../../../src/model/lessons/index.ts';
import { exampleFile } from '../../../src/model/lessons/lesson.ts';
import { analyseText } from '../../sandbox/sandbox.ts';

const limits = { deadline: 1000 };

describe('lessons', () => {
  for (const [code, lesson] of Object.entries(lessons())) {
    const { wrong, right, severity, title, text } = lesson;

    it(`teach ${code}`, async () => {
      assert.ok(title && text);
      if (wrong === null) return;
      const { diagnostics, spec } = await analyseText(exampleFile(wrong), { limits });
      const found = diagnostics.find((diagnostic) => diagnostic.code === code);
      assert.equal(found?.severity, severity, JSON.stringify(diagnostics.map(({ message }) => message)));
      assert.equal(spec === null, severity === 'error');
      if (right === null) return;
      const mended = await analyseText(exampleFile(right), { limits });
      const left: DiagnosticCode[] = mended.diagnostics.map((diagnostic) => diagnostic.code);
      assert.deepEqual(left, [], mended.diagnostics.map(({ message }) => message).join('\n'));
    });
  }

  for (const language of languages()) {
    it(`provoke no English in ${language}`, async () => {
      l10n.config({ contents: { ...bundleOf(language) } });
      try {
        for (const [code, { wrong }] of Object.entries(lessons())) {
          // TypeScript's own words of syntax errors are English everywhere.
          if (wrong === null || code === 'syntax-error') continue;
          for (const { message } of (await analyseText(exampleFile(wrong), { limits })).diagnostics)
            assert.doesNotMatch(message, /\b(the|of|is|are|must|with|and|or)\b/i, code);
        }
      } finally {
        l10n.config({ contents: {} });
      }
    });
  }
});
