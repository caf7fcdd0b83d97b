/** The walk of a newcomer: open the example, see its shapes, train, stop, resume, reload, survive a kill. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';
import { notice } from './notice.ts';
import { until } from './until.ts';

/** As if typed: the document is changed, not its file. */
async function replaceText(code: VSCode, from: string, to: string): Promise<void> {
  const done = await code.evaluate(
    async (vscode, { from, to }) => {
      const document = vscode.window.activeTextEditor?.document;
      const start = document?.getText().indexOf(from) ?? -1;
      if (!document || start < 0) return false;
      const edit = new vscode.WorkspaceEdit();
      const range = new vscode.Range(document.positionAt(start), document.positionAt(start + from.length));
      edit.replace(document.uri, range, to);
      return vscode.workspace.applyEdit(edit);
    },
    { from, to },
  );
  assert.ok(done, `${from} is not in the editor`);
}

describe('walk through LeNet-5', () => {
  let code: VSCode;

  const lens = (text: string | RegExp): Locator => code.page.locator('.codelens-decoration a', { hasText: text });
  /** Lenses with nothing to click are no links. */
  const lensLine = (text: string | RegExp): Locator => code.page.locator('.codelens-decoration', { hasText: text });
  const statusItem = (): Locator => code.page.locator('.statusbar-item', { hasText: 'LeNet-5' });

  /** The status of the newest run, as its trainer wrote it. */
  function status(): { state: string; pid: number } {
    const newest = globSync(join(code.workspace, '.cnn-lab/runs/*/status.json')).sort().at(-1);
    assert.ok(newest, 'there is no run folder');
    return JSON.parse(readFileSync(newest, 'utf8'));
  }

  before(async () => {
    code = await startVSCode({ openFile: 'lenet5.cnn.ts' });
  });
  after(() => code.close());

  it('shows sizes and parameters beside the layers, and totals over the model', async () => {
    await code.page.getByText('→ 16×10×10 · 2,416 params').first().waitFor();
    await lensLine('61,706 parameters · 416,520 multiply-adds').waitFor();
    await code.screenshot('hints');
  });

  it('tells the whole story of a layer in its hover', async () => {
    const hover = await code.hover('16');
    await hover.getByText('[16, 6, 5, 5]').waitFor();
    await code.screenshot('hover');
    await code.page.keyboard.press('Escape');
  });

  it('saves what was typed and trains that from the CodeLens, and tells how far it is in the status bar and a notification', async () => {
    await replaceText(code, 'epochs: 12', 'epochs: 500');
    await lens('Train model').click();
    await statusItem()
      .getByText(/epoch \d+\/500 · loss/)
      .waitFor();
    await lens(/epoch \d+\/500/).waitFor();
    assert.match(readFileSync(join(code.workspace, 'lenet5.cnn.ts'), 'utf8'), /epochs: 500,/);
    await (await notice(code, 'Training LeNet-5')).getByText(/loss/).waitFor();
    await code.webview().getByText('LeNet-5').first().waitFor();
    await code.page.waitForTimeout(1500);
    await code.screenshot('training');
  });

  it('stops, and offers to resume', async () => {
    await lens('Stop').click();
    await lens('Resume').waitFor();
    await statusItem().waitFor({ state: 'hidden' });
    await code.page.locator('.notification-list-item', { hasText: 'Training LeNet-5' }).waitFor({ state: 'hidden' });
    assert.equal(status().state, 'interrupted');
    await code.screenshot('stopped');
  });

  it('resumes the same run', async () => {
    await lens('Resume').click();
    await statusItem()
      .getByText(/epoch \d+\/500/)
      .waitFor();
    assert.equal(globSync(join(code.workspace, '.cnn-lab/runs/*')).length, 1);
  });

  it('finds the training again after a reload of the window', async () => {
    const { pid } = status();
    await code.reload();
    await statusItem()
      .getByText(/epoch \d+\/500/)
      .waitFor();
    await lens('Stop').waitFor();
    assert.equal(status().pid, pid);
    await code.screenshot('reloaded');
  });

  it('reports a trainer that was killed, and resumes it', async () => {
    process.kill(status().pid, 'SIGKILL');
    const report = await notice(code, 'was ended from outside');
    await lens('was killed').waitFor();
    await code.screenshot('killed');
    await report.getByRole('button', { name: 'Resume' }).click();
    await statusItem()
      .getByText(/epoch \d+\/500/)
      .waitFor();
    await lens('Stop').waitFor();
  });

  it('stops from the notification', async () => {
    const progress = await notice(code, 'Training LeNet-5');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await lens('Resume').waitFor();
    assert.equal(status().state, 'interrupted');
  });
});

describe('walk through a broken model', () => {
  it('underlines the argument and offers the remedy', async () => {
    const code = await startVSCode({ openFile: 'lenet5.cnn.ts' });
    await code.page.getByText('→ 16×10×10 · 2,416 params').first().waitFor();
    await replaceText(code, '(16, 5)', '(16, 15)');
    await code.page.locator('.squiggly-error').first().waitFor();
    await code.runCommand('editor.action.marker.next');
    await code.page.getByText('larger than its input').first().waitFor();
    await code.screenshot('problem');
    await code.page.keyboard.press('Escape');
    await code.page.locator('.codelens-decoration', { hasText: 'was 61,706 parameters' }).waitFor();
    // Training says the same, and where.
    void code.runCommand('cnnLab.train');
    await notice(code, /lenet5.cnn.ts cannot be trained yet. Line 14: .*15/);
    await code.screenshot('problem-train');

    await code.runCommand('workbench.action.files.revert');
    await replaceText(code, 'data: mnist(),', '');
    void code.runCommand('cnnLab.train');
    await notice(code, 'has no data. Add data: mnist()');
    assert.deepEqual(globSync(join(code.workspace, '.cnn-lab')), []);
    await code.close();
  });
});

describe('walk in Restricted Mode', () => {
  it('shows hints and lenses, and asks for trust before it trains or looks inside', async () => {
    const code = await startVSCode({ openFile: 'lenet5.cnn.ts', trust: 'restricted' });
    await code.page.getByText('→ 16×10×10 · 2,416 params').first().waitFor();
    await code.page.locator('.codelens-decoration a', { hasText: 'Train model' }).click();
    const report = await notice(code, 'Training reads data and writes a run folder, so it requires a trusted folder');
    await code.screenshot('restricted');
    await code.page.locator('.codelens-decoration a', { hasText: 'Activation viewer' }).click();
    await notice(code, 'Looking inside a model reads its run folder and data');
    assert.deepEqual(globSync(join(code.workspace, '.cnn-lab')), []);
    await report.getByRole('button', { name: 'Manage Trust' }).click();
    // VS Code shows it above its editors, without a tab.
    const tabs = () =>
      code.evaluate((vscode) => vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label)));
    await until(async () => (await tabs()).includes('Workspace Trust'), 'trust is not managed');
    await code.close();
  });
});
