import { existsSync } from 'node:fs';
import type { VSCode } from '../../scripts/vscode/startVSCode.ts';

/** Saves as `file` (absolute) in VS Code's own dialog, which proposes the name `proposed` once it has looked into the folder. */
export async function saveAs({ page }: VSCode, proposed: string, file: string): Promise<void> {
  const name = page.locator('.quick-input-widget input[type=text]');
  await until(async () => (await name.inputValue()).endsWith(proposed), `${proposed} is not proposed`);
  await name.fill(file);
  await until(async () => {
    if (!existsSync(file) && (await name.isVisible())) await name.press('Enter', { timeout: 2000 }).catch(() => {});
    return existsSync(file);
  }, `${file} was not written`);

  async function until(check: () => Promise<boolean>, what: string): Promise<void> {
    for (const end = Date.now() + 20_000; !(await check()); ) {
      if (Date.now() > end) throw new Error(what);
      await page.waitForTimeout(200);
    }
  }
}
