/** What tests in the extension host rely on. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('extension host', () => {
  it('has the example in front, in a trusted throwaway folder', async () => {
    // The page opens it while the extension host starts.
    while (!vscode.window.activeTextEditor) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.match(vscode.window.activeTextEditor?.document.fileName ?? '', /workspace[/\\]lenet5\.cnn\.ts$/);
    assert.equal(vscode.workspace.isTrusted, true);
  });

  it('has our extension', () => {
    assert.ok(vscode.extensions.getExtension('cnn-lab.cnn-lab'));
  });
});
