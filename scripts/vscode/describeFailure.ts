/** What a VS Code shows and says when a test has failed in it, for a log that is all that is left of the machine. */
import type { VSCode } from './startVSCode.ts';

/** Milliseconds for each question: what does not answer may be why the test has failed. */
const patience = 5000;

export async function describeFailure(code: VSCode): Promise<string> {
  const { page } = code;
  const groups = () =>
    code.evaluate((vscode) =>
      vscode.window.tabGroups.all.map(({ viewColumn, isActive, tabs }) => {
        const labels = tabs.map((tab) => (tab.isActive ? `[${tab.label}]` : tab.label)).join(', ');
        return `${viewColumn}${isActive ? ' (active)' : ''}: ${labels}`;
      }),
    );
  const notifications = () => page.locator('.notification-list-item-message').allInnerTexts();
  const log = async () => (await code.logs('CNN Lab')).split('\n').slice(-10);
  const frames = page
    .frames()
    .filter((frame) => frame.url().includes('/webview/'))
    .map((frame): [string, () => Promise<string[]>] => [
      `frame ${new URL(frame.url()).pathname.split('/').at(-1)}`,
      () =>
        frame.evaluate(() => [
          `${document.readyState}, frames: ${Array.from(document.querySelectorAll('iframe'), ({ id }) => id).join(' ')}`,
          document.body.textContent.trim().slice(0, 600),
        ]),
    ]);
  const asked: [string, () => Promise<string[]>][] = [
    ['editor groups', groups],
    ['notifications', notifications],
    ...frames,
    ['log', log],
  ];
  const texts = await Promise.all(asked.map(async ([what, ask]) => `${what}:\n${(await answerOf(ask)).join('\n')}`));
  return texts.join('\n').replaceAll(/^/gm, '      | ');
}

function answerOf(ask: () => Promise<string[]>): Promise<string[]> {
  const late = new Promise<string[]>((resolve) => setTimeout(resolve, patience, ['(no answer)']));
  return Promise.race([ask().catch((error: unknown) => [`(${error})`]), late]);
}
