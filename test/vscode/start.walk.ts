/** `npm start` as a newcomer meets it, on a machine without desktop VS Code. */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { root } from '../../scripts/paths.ts';
import { launchBrowser } from '../../scripts/vscode/browser.ts';
import { startGroup, stopGroup } from '../../scripts/vscode/processes.ts';
import { until } from './until.ts';

describe('npm start', () => {
  let start: ChildProcess;
  let context: BrowserContext;
  let address: string;

  before(async () => {
    // No display: nothing shall open by itself on the screen of whoever runs the tests.
    const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' };
    start = startGroup(process.execPath, [join(root, 'scripts', 'setup.mjs'), 'start', '--web'], { cwd: root, env });
    address = await new Promise((resolve, reject) => {
      let said = '';
      const listen = (chunk: Buffer) => {
        said += chunk;
        const found = /(http:\/\/127\.0\.0\.1\S+)/.exec(said)?.[1];
        if (found) resolve(found);
      };
      start.stdout?.on('data', listen);
      start.stderr?.on('data', listen);
      start.on('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${said}`)));
    });
    context = await (await launchBrowser()).newContext();
    context.setDefaultTimeout(120_000);
  });
  after(async () => {
    await context?.close();
    if (start) await stopGroup(start);
  });

  it('prints an address that shows the example with its hints', async () => {
    const page = await context.newPage();
    await page.goto(address);
    await page.locator('.tab.active', { hasText: 'lenet5.cnn.ts' }).waitFor();
    await page.getByText('→ 16×10×10 · 2,416 params').first().waitFor();
  });

  it('notifies as VS Code does, which is silent to its test driver', async () => {
    const page = context.pages()[0] ?? assert.fail();
    await page.locator('.codelens-decoration a', { hasText: 'Train model' }).first().waitFor();
    await page.locator('.view-line', { hasText: 'import' }).first().click();
    await page.keyboard.press('Control+Alt+PageUp');
    await page.locator('.notification-toast', { hasText: 'Put the cursor on a layer first.' }).waitFor();
  });

  it('ends on Ctrl-C', async () => {
    const ended = new Promise((resolve) => start.once('exit', resolve));
    process.kill(-(start.pid ?? assert.fail()), 'SIGINT');
    await ended;
    const answers = () =>
      fetch(address).then(
        () => true,
        () => false,
      );
    await until(async () => !(await answers()), 'the server goes on');
  });
});
