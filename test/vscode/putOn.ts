/** Changes the theme of a walk. */
import type { VSCode } from '../../scripts/vscode/startVSCode.ts';

/**
 * Resolves when page and extension host have the theme. The setting is written before either has it, and pictures in
 * hovers take the colours that the extension host knows of.
 */
export async function putOn({ page, evaluate }: VSCode, theme: string): Promise<void> {
  const file = await evaluate(async (vscode, id) => {
    const contributed: readonly { id: string; path: string }[] =
      vscode.extensions.getExtension('vscode.theme-defaults')?.packageJSON.contributes.themes ?? [];
    const found = contributed.find((each) => each.id === id);
    if (!found) throw new Error(`VS Code has no theme ${id}`);
    const settings = vscode.workspace.getConfiguration('workbench');
    if (settings.get('colorTheme') === id) return found.path;
    const changed = new Promise<void>((resolve) => {
      const listening = vscode.window.onDidChangeActiveColorTheme(() => {
        listening.dispose();
        resolve();
      });
    });
    await settings.update('colorTheme', id, true);
    await changed;
    return found.path;
  }, theme);
  // `./themes/dark_modern.json`: the class names the file.
  await page.locator(`.monaco-workbench[class*="${file.replace(/^\.\//, '').replace(/[/.]/g, '-')}"]`).waitFor();
}
