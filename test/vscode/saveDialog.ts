import { existsSync, statSync } from 'node:fs';
import type { VSCode } from '../../scripts/vscode/startVSCode.ts';
import { until } from './until.ts';

/**
 * Saves as `file` (absolute) in VS Code's own dialog, which proposes the name `proposed` once it has looked into the
 * folder; resolves when the file is whole.
 */
export async function saveAs({ page }: VSCode, proposed: string, file: string): Promise<void> {
  const name = page.locator('.quick-input-widget input[type=text]');
  await until(async () => (await name.inputValue()).endsWith(proposed), `${proposed} is not proposed`);
  await name.fill(file);
  await until(async () => {
    if (!(await name.isVisible())) return existsSync(file);
    await name.press('Enter', { timeout: 2000 }).catch(() => {});
    // Another Enter while the dialog closes would go to the editor below, and type over what is selected there.
    await name.waitFor({ state: 'hidden', timeout: 5000 }).catch(() => {});
    return existsSync(file);
  }, `${file} was not written`);
  // It is there before its content is.
  let before = 0;
  await until(() => {
    const size = statSync(file).size;
    const rests = size > 0 && size === before;
    before = size;
    return rests;
  }, `${file} is empty, or still being written`);
}
