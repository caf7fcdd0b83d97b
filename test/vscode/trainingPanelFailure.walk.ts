/** A training that ends before there is a run to show: the panel says why, and the next one takes its place. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/paths.ts';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';

describe('training panel of a run that never began', () => {
  let code: VSCode;
  before(async () => {
    const missing = "idx({ train: { images: 'a', labels: 'b' }, validation: { images: 'c', labels: 'd' } })";
    const example = readFileSync(join(root, 'examples', 'lenet5.cnn.ts'), 'utf8');
    const text = example.replace(' mnist,', ' idx,').replace('mnist()', missing);
    code = await startVSCode({ files: { 'missing.cnn.ts': text }, openFile: 'missing.cnn.ts' });
    await code.page.getByText('→ 16×10×10').first().waitFor();
  });
  after(() => code.close());

  const told = (name: string) =>
    code.webview().getByText(new RegExp(`^The training of ${name} did not start: .*there is no such file`));

  it('says why instead of waiting', async () => {
    await code.runCommand('cnnLab.train');
    await told('LeNet-5').waitFor();
    await code.screenshot('training-not-started');
  });

  it('gives its place to the next training of the model', async () => {
    await code.evaluate(async (vscode) => {
      const document = vscode.window.activeTextEditor?.document;
      const start = document?.positionAt(document.getText().indexOf("'LeNet-5'"));
      if (!document || !start) throw new Error('the model is not in the active editor');
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(start, start.translate(0, "'LeNet-5'".length)), "'Second'");
      await vscode.workspace.applyEdit(edit);
    });
    await code.runCommand('cnnLab.train');
    await told('Second').waitFor();
    const tabs = await code.evaluate((vscode) => vscode.window.tabGroups.all.flatMap((group) => group.tabs).length);
    assert.equal(tabs, 2, 'the model and one panel');
  });
});
