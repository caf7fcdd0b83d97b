/** Steps through VS Code's editors that take longer than the commands for them. */
import type { Locator } from 'playwright-core';
import type { VSCode } from '../../scripts/vscode/startVSCode.ts';
import { until } from './until.ts';

/** Brings all editors into one column: of two panels side by side no one could say which is meant. */
export async function joinGroups(code: VSCode): Promise<void> {
  await code.runCommand('workbench.action.joinAllGroups');
  const groups = () => code.evaluate((vscode) => vscode.window.tabGroups.all.length);
  await until(async () => (await groups()) === 1, 'the columns were not joined');
}

/** Shows the hover at the cursor until it says `text`: what has just been found is not in it yet. */
export async function showHover({ page, runCommand }: VSCode, text: string): Promise<Locator> {
  const said = page.locator('.monaco-hover:visible').getByText(text).first();
  for (let attempt = 0; attempt < 12 && !(await said.isVisible()); attempt++) {
    await runCommand('workbench.action.focusActiveEditorGroup');
    await runCommand('editor.action.showHover');
    await said.waitFor({ timeout: 5000 }).catch(() => {});
  }
  await said.waitFor({ timeout: 1000 });
  return said;
}

/** Closes the hover, or the next wait would be for one of before. */
export async function hideHover({ page }: VSCode): Promise<void> {
  await page.keyboard.press('Escape');
  await page.mouse.move(0, 0);
  await page.locator('.monaco-hover:visible').first().waitFor({ state: 'hidden' });
}
