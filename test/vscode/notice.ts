import type { Locator } from 'playwright-core';
import type { VSCode } from '../../scripts/vscode/startVSCode.ts';

/** A notification. VS Code shows no toasts to its test driver, only the list of them. */
export async function notice(code: VSCode, text: string | RegExp): Promise<Locator> {
  const item = code.page.locator('.notifications-center .notification-list-item', { hasText: text });
  // An empty list closes by itself: open it until there is something in it.
  for (let attempt = 0; attempt < 120 && !(await item.isVisible()); attempt++) {
    await code.runCommand('notifications.showList');
    await code.page.waitForTimeout(500);
  }
  await item.waitFor();
  return item;
}
