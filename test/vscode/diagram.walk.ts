/** The network diagram in VS Code: drawn from the model file as it is typed, and followed both ways. */
import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';

describe('network diagram', () => {
  let code: VSCode;
  let panel: FrameLocator;

  before(async () => {
    code = await startVSCode({ openFile: 'lenet5.cnn.ts', size: { width: 1600, height: 1000 } });
    panel = code.webview();
    await code.runCommand('workbench.action.closeSidebar');
    await code.runCommand('cnnLab.openDiagram');
    await panel.getByRole('heading', { name: 'LeNet-5', exact: true }).waitFor();
  });
  after(() => code?.close());

  const volume = (name: string) => panel.getByRole('option', { name: new RegExp(`^${name}\\b`) });
  const selection = () =>
    code.evaluate((vscode) => {
      const editor = vscode.window.visibleTextEditors.find(({ document }) => document.fileName.endsWith('.cnn.ts'));
      return editor ? editor.document.getText(editor.selection) : null;
    });

  it('draws every map and vector with its size and what makes it', async () => {
    await volume('conv2d_1').waitFor();
    const labels = await panel.getByRole('option').evaluateAll((all) => all.map((one) => one.ariaLabel));
    assert.equal(labels.length, 8);
    assert.equal(
      labels[1],
      'conv2d_1: convolutions 5×5 · output 6@28×28 · with tanh · 156 parameters · 117,600 multiply-adds · from input',
    );
    await code.screenshot('diagram-lenet5');
  });

  async function putCursor(text: string): Promise<void> {
    await code.evaluate((vscode, wanted) => {
      const editor = vscode.window.visibleTextEditors.find(({ document }) => document.fileName.endsWith('.cnn.ts'))!;
      const at = editor.document.positionAt(editor.document.getText().indexOf(wanted));
      editor.selection = new vscode.Selection(at, at);
    }, text);
  }

  it('follows the cursor', async () => {
    await putCursor('conv2d(16, 5)');
    const [lit, body] = [panel.locator('.ring.lit'), volume('conv2d_2')];
    await lit.waitFor();
    const [ring, box] = [await lit.boundingBox(), await body.boundingBox()];
    const middle = ring!.x + ring!.width / 2;
    assert.ok(box!.x < middle && middle < box!.x + box!.width, 'the ring is around another layer');
  });

  it('shows the call of what is clicked, and leaves the focus', async () => {
    await volume('dense_2').locator('path').first().click();
    await panel.locator('.ring.active').waitFor();
    assert.equal(await selection(), 'dense(84)');
    await panel.locator('.volumes').press('ArrowLeft');
    await panel.locator('.volumes').press('Enter');
    await code.page.waitForFunction(() => document.activeElement?.closest('.editor-instance, .monaco-editor') !== null);
    assert.equal(await selection(), 'dense(120)');
  });
});
