/** The VSIX as users get it: packed, installed into a VS Code that knows nothing of the checkout, trained from. */
import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { packageExtension, thisTarget } from '../../scripts/package.ts';
import { out, root } from '../../scripts/paths.ts';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';
import { runLayout } from '../../src/training/layout.ts';
import { listRuns, parseMetrics } from '../../src/training/runReader.ts';

describe('VSIX', () => {
  let vsix: string;
  let code: VSCode;
  before(async function () {
    this.timeout(180_000);
    vsix = await packageExtension(thisTarget(), out);
    const example = await readFile(join(root, 'examples', 'lenet5.cnn.ts'), 'utf8');
    code = await startVSCode({
      extension: { vsix },
      files: { 'net.cnn.ts': example.replace('dense(84)', "dense('84')") },
      openFile: 'net.cnn.ts',
    });
  });
  after(() => code.close());

  it('weighs at most 45 MB', async () => {
    assert.ok((await stat(vsix)).size <= 45 * 2 ** 20);
  });

  it('is what VS Code runs', async () => {
    const path = await code.evaluate((vscode) => vscode.extensions.getExtension('cnn-lab.cnn-lab')?.extensionPath);
    assert.ok(path && !path.startsWith(root), path);
  });

  it("brings types: a wrong argument of 'cnn-lab' is TypeScript's problem too", async () => {
    const problem = await code.evaluate(async (vscode) => {
      for (;;) {
        const all = vscode.languages.getDiagnostics().filter(([{ path }]) => path.endsWith('net.cnn.ts'));
        const found = all.flatMap(([, problems]) => problems).filter(({ source }) => source === 'ts');
        if (found.length > 0) return found.map(({ code }) => code);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    });
    assert.deepEqual(problem, [2345]);
  });

  it('shows hints and trains on the MNIST inside', async () => {
    await code.evaluate(async (vscode) => {
      const editor = vscode.window.activeTextEditor;
      if (!editor) throw new Error('no editor');
      const at = editor.document.getText().indexOf("'84'");
      const range = new vscode.Range(editor.document.positionAt(at), editor.document.positionAt(at + 4));
      await editor.edit((edit) => edit.replace(range, '84'));
      await editor.document.save();
    });
    await code.page.getByText('16×10×10').first().waitFor();
    await code.runCommand('cnnLab.train');
    const losses = await firstLosses(code.workspace, 50);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    assert.ok(mean(losses.slice(-10)) < mean(losses.slice(0, 10)) / 2, losses.join(' '));
    await code.screenshot('vsix-training');
    await code.runCommand('cnnLab.stop');
  });
});

/** Losses of the first steps of the workspace's newest run, as soon as there are so many. */
async function firstLosses(workspace: string, count: number): Promise<number[]> {
  for (;;) {
    const [run] = await listRuns(workspace);
    const text = run ? await readFile(join(run.folder, runLayout.metrics), 'utf8').catch(() => '') : '';
    const losses = parseMetrics(text).flatMap((event) => (event.event === 'step' ? [event.loss] : []));
    if (losses.length >= count) return losses.slice(0, count);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
