/**
 * A real VS Code for tests: server, extension host, webviews and TypeScript server from npm, seen in Chromium
 * and driven with Playwright.
 *
 *     import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';
 *
 *     describe('hints', () => {
 *       let code: VSCode;
 *       before(async () => {
 *         code = await startVSCode({ files: { 'net.cnn.ts': text }, openFile: 'net.cnn.ts' });
 *       });
 *       after(() => code.close());
 *
 *       it('shows the sizes', async () => {
 *         await code.page.getByText('→ 6×28×28').first().waitFor();
 *         await code.screenshot('inlay-hints');                                // out/screenshots/inlay-hints.png
 *         await code.runCommand('cnnLab.train');                               // any command id, with arguments
 *         const title = await code.evaluate((vscode) => vscode.window.activeTextEditor?.document.fileName);
 *         await code.webview().getByRole('img', { name: 'Loss' }).waitFor();   // inside the visible webview
 *       });
 *     });
 *
 * Such tests are `test/vscode/NAME.walk.ts`; run some of them with `npm test -- walks NAME`. Tests that need no
 * page are `test/vscode/NAME.vscode.ts` and run by mocha inside the extension host: `npm test -- host`.
 * Every VS Code works on a throwaway folder, so no test sees another's files or settings.
 */
import { cp, glob, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { out, root } from '../paths.ts';
import type { TestCounts } from '../testCounts.ts';
import { installBridge, listenForBridge, type VSCodeApi } from './bridgeHost.ts';
import { socketVariable } from './bridgeProtocol.ts';
import { launchBrowser } from './browser.ts';
import { stopGroup } from './processes.ts';
import { dataFolders, installVsix, startServer, writeSettings } from './server.ts';

export interface VSCodeOptions {
  /** Folder to work on a copy of; a path from the checkout's root. Without it and `files`: `examples`. */
  readonly workspace?: string;
  /** Files to put into the workspace, by relative path. */
  readonly files?: Readonly<Record<string, string>>;
  /** File to have in front, relative to the workspace. */
  readonly openFile?: string;
  /** User settings beside the tests' own. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Where our extension comes from: a folder (the checkout by default), a VSIX to install, or nowhere. */
  readonly extension?: { readonly folder: string } | { readonly vsix: string } | null;
  /** `restricted` opens the workspace in Restricted Mode. */
  readonly trust?: 'trusted' | 'restricted';
  /** Environment of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** Display language, as a BCP 47 tag; English by default. VS Code's own texts stay English: it has no language packs from npm. */
  readonly language?: string;
  /** Size of the page in CSS pixels; 1440×900 by default. */
  readonly size?: { readonly width: number; readonly height: number };
}

export interface VSCode {
  readonly page: Page;
  /** Address of the page, for a look from another browser while it runs. */
  readonly address: string;
  /** Absolute path of the throwaway workspace. */
  readonly workspace: string;
  /**
   * Calls a function in the extension host. It travels as text: it sees its two arguments and nothing of the
   * test around it. Arguments and result are JSON.
   */
  evaluate<Result, Argument = undefined>(
    call: (vscode: VSCodeApi, argument: Argument) => Result | PromiseLike<Result>,
    argument?: Argument,
  ): Promise<Result>;
  runCommand(id: string, ...args: readonly unknown[]): Promise<unknown>;
  /** Opens a file of the workspace in front. */
  open(file: string): Promise<void>;
  /** Rests the mouse on text in the editor; resolves to the hover when it is there. */
  hover(text: string): Promise<Locator>;
  /** Inside of the webview on screen. */
  webview(): FrameLocator;
  /** Writes out/screenshots/NAME.png. */
  screenshot(name: string): Promise<void>;
  /** *Developer: Reload Window*, which writes down how the editors stand; resolves when the extension host is back. */
  reload(): Promise<void>;
  /** Text of the log files whose path contains `name`: an output channel's name, `exthost`, `tsserver`. */
  logs(name: string): Promise<string>;
  /** Runs a bundle of mocha tests inside the extension host, printing as it goes. */
  runTests(bundle: string): Promise<TestCounts>;
  /** Ends VS Code and trainers left running, and deletes the workspace. */
  close(): Promise<void>;
}

const testSettings = {
  'files.autoSave': 'off',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'security.workspace.trust.startupPrompt': 'never',
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
};

/** No walkthrough by itself. */
const machineSettings = { 'workbench.welcomePage.walkthroughs.openOnInstall': false };

/** All that are open, for the hooks to photograph and close after a failure. */
export const running = new Set<VSCode>();

export async function startVSCode(options: VSCodeOptions = {}): Promise<VSCode> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'cnn-lab-')));
  const workspace = join(folder, 'workspace');
  const cleanUp: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true, maxRetries: 3 })];
  const undo = async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  };
  try {
    await fillWorkspace(workspace, options);
    cleanUp.push(() => stopTrainers(workspace));
    const bridge = await listenForBridge(join(folder, 'bridge.sock'));
    cleanUp.push(() => bridge.close());

    await writeSettings(folder, { ...testSettings, ...options.settings }, machineSettings);
    await installBridge(folder);
    const extension = options.extension === undefined ? { folder: root } : options.extension;
    if (extension && 'vsix' in extension) await installVsix(folder, resolve(root, extension.vsix));
    const server = await startServer(folder, {
      testDriver: true,
      workspaceTrust: options.trust === 'restricted',
      env: { ...options.env, [socketVariable]: bridge.path },
    });
    cleanUp.push(() => stopGroup(server.process));

    const address = server.address({
      folder: workspace,
      openFile: options.openFile && join(workspace, options.openFile),
      extension: extension && 'folder' in extension ? resolve(root, extension.folder) : undefined,
    });
    const viewport = options.size ?? { width: 1440, height: 900 };
    const context = await (await launchBrowser()).newContext({ viewport });
    cleanUp.push(() => context.close());
    // A busy machine is slow, not wrong.
    context.setDefaultTimeout(60_000);
    // Where VS Code's page keeps the language that it was translated to.
    const speak = (language: string) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: language });
    if (options.language !== undefined) await context.addInitScript(speak, options.language);
    const page = await context.newPage();
    await Promise.all([bridge.next(), page.goto(address)]);
    await page.locator('.monaco-workbench').waitFor();

    const code: VSCode = {
      page,
      address,
      workspace,
      ...viaBridge(bridge, workspace),
      ...viaPage(page),
      reload: async () => {
        // The extension host that is told to may end before it can answer.
        const told = bridge
          .evaluate((vscode) => vscode.commands.executeCommand('workbench.action.reloadWindow'))
          .catch(() => {});
        await Promise.all([bridge.next(), Promise.race([told, page.waitForEvent('load')])]);
      },
      logs: (name) => readLogs(dataFolders(folder).logs, name),
      close: async () => {
        running.delete(code);
        await undo();
      },
    };
    running.add(code);
    return code;
  } catch (error) {
    await undo();
    throw error;
  }
}

type Bridge = Awaited<ReturnType<typeof listenForBridge>>;

/** What goes through the `vscode` API. */
function viaBridge(bridge: Bridge, workspace: string): Pick<VSCode, 'evaluate' | 'runCommand' | 'open' | 'runTests'> {
  return {
    evaluate: (call, argument) => bridge.evaluate(call, argument),
    runCommand: (id, ...args) =>
      bridge.evaluate((vscode, { id, args }) => vscode.commands.executeCommand(id, ...args), { id, args }),
    open: async (file) => {
      const show = async (vscode: VSCodeApi, path: string) => {
        await vscode.window.showTextDocument(vscode.Uri.file(path), { preview: false });
      };
      await bridge.evaluate(show, join(workspace, file));
    },
    runTests: (bundle) => bridge.runTests(bundle),
  };
}

/** What goes through the page. */
function viaPage(page: Page): Pick<VSCode, 'hover' | 'webview' | 'screenshot'> {
  return {
    hover: async (text) => {
      const hover = page.locator('.monaco-hover:visible').first();
      const target = page.locator('.view-line span:not(:has(span))', { hasText: text }).first();
      // A language server that is still starting answers with nothing, and a lens that comes moves the lines away
      // from under the mouse: it has to come again.
      for (let attempt = 0; attempt < 8; attempt++) {
        if (await hover.isVisible()) await page.keyboard.press('Escape');
        await page.mouse.move(0, 0);
        await hover.waitFor({ state: 'hidden' });
        await target.hover();
        await hover.waitFor({ timeout: 4000 }).catch(() => {});
        const isOfTarget = await target.evaluate((element) => element.matches(':hover'));
        if (isOfTarget && (await hover.isVisible())) return hover;
      }
      throw new Error(`No hover came of ${text}`);
    },
    webview: () => page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame'),
    screenshot: async (name) => {
      // What fades in or out has done so.
      await page.screenshot({ path: join(out, 'screenshots', `${name}.png`), animations: 'disabled' });
    },
  };
}

async function fillWorkspace(workspace: string, options: VSCodeOptions): Promise<void> {
  const source = options.workspace ?? (options.files ? null : 'examples');
  await mkdir(workspace);
  if (source) {
    const copied = (path: string) => !/[/\\](node_modules|\.cnn-lab|\.git)$/.test(path);
    await cp(resolve(root, source), workspace, { recursive: true, filter: copied });
  }
  for (const [name, text] of Object.entries(options.files ?? {})) {
    await mkdir(dirname(join(workspace, name)), { recursive: true });
    await writeFile(join(workspace, name), text);
  }
}

async function readLogs(folder: string, name: string): Promise<string> {
  const texts: string[] = [];
  for await (const file of glob('**/*.log', { cwd: folder })) {
    if (file.includes(name)) texts.push(await readFile(join(folder, file), 'utf8'));
  }
  return texts.join('\n');
}

/** Trainers are detached on purpose and outlive VS Code; those of a throwaway workspace shall not. */
async function stopTrainers(workspace: string): Promise<void> {
  for await (const file of glob('**/.cnn-lab/runs/*/status.json', { cwd: workspace })) {
    const status: unknown = JSON.parse(await readFile(join(workspace, file), 'utf8'));
    if (typeof status !== 'object' || status === null) continue;
    if (!('state' in status && status.state === 'running' && 'pid' in status)) continue;
    try {
      process.kill(Number(status.pid), 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}
