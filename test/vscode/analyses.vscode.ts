/** What the editor's analysis service does without an analyser. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { type Analyse, Analyses } from '../../src/editor/analysis/analyses.ts';

const failures: readonly (readonly [string, Analyse])[] = [
  ['refuses', () => Promise.reject(new Error('there is no analyser'))],
  [
    'throws',
    () => {
      throw new Error('there is no analyser');
    },
  ],
];

describe('analyses without an analyser', () => {
  for (const [what, analyse] of failures) {
    it(`logs every time that it ${what}, and answers with what is known`, async () => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? assert.fail('no folder is open');
      const file = path.join(folder, `${what}.cnn.ts`);
      await writeFile(file, '');
      const document = await vscode.workspace.openTextDocument(file);
      const logged: string[] = [];
      const analyses = new Analyses(analyse, { error: (message) => logged.push(String(message)) });
      try {
        for (const times of [1, 2]) {
          const view = await analyses.newest(document);
          assert.equal(view?.analysed, false);
          const own = logged.filter((message) => message.startsWith(`${file} was not analysed:`));
          assert.equal(own.length, times);
          assert.match(own[0] ?? '', /there is no analyser/);
          analyses.refresh();
        }
      } finally {
        analyses.dispose();
      }
    });
  }
});
