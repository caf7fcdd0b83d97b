/** What walks rely on: a page that shows VS Code, and a way to call its API. */
import assert from 'node:assert/strict';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';
import { hideHover } from './editors.ts';

describe('VS Code for tests', () => {
  let code: VSCode;
  before(async () => {
    code = await startVSCode({
      files: { 'a.ts': 'export const alpha = 1;\n', 'b.ts': 'export const beta = 2;\n' },
      openFile: 'a.ts',
      settings: { 'editor.fontSize': 17 },
    });
  });
  after(() => code.close());

  it('shows the file asked for, under the settings asked for', async () => {
    await code.page.locator('.view-line', { hasText: 'alpha' }).waitFor();
    const size = await code.evaluate(
      (vscode, name) => vscode.workspace.getConfiguration().get(name),
      'editor.fontSize',
    );
    assert.equal(size, 17);
  });

  it('shows nothing that was not asked for', async () => {
    await (await code.hover('alpha')).getByText('const alpha').waitFor();
    assert.equal(await code.page.locator('.tab').count(), 1);
  });

  it('opens files, runs commands and finds hovers', async () => {
    await hideHover(code);
    await code.open('b.ts');
    await (await code.hover('beta')).getByText('const beta').waitFor();
    await code.runCommand('workbench.action.closeAllEditors');
    await code.page.locator('.view-line').first().waitFor({ state: 'detached' });
  });

  it('comes back after a reload', async () => {
    await code.reload();
    assert.equal(await code.evaluate((vscode) => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath), code.workspace);
  });

  it('notices that the extension host was killed', async () => {
    await assert.rejects(
      code.evaluate(() => process.kill(process.pid, 'SIGKILL')),
      /extension host is gone/,
    );
  });
});
