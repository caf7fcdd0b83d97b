/** The examples of every lesson, run: the wrong one provokes its diagnostic, the right one is clean of it. */
import assert from 'node:assert/strict';
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
});
