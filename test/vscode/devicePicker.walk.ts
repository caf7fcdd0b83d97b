/** Choosing a device in VS Code, and installing TensorFlow: from a registry of the test's own, and without one. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { root } from '../../scripts/paths.ts';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';
import { tensorFlowFolder, tensorFlowPackages } from '../../src/engine/tfjs/packages.ts';
import { fakeTensorFlowCode, fakeTensorFlowManifest } from '../engine/tfjs/fakeTensorFlow.ts';
import { type NpmRegistry, startNpmRegistry } from '../support/npmRegistry.ts';
import { notice } from './notice.ts';
import { until } from './until.ts';

/** Data of the user goes to `folder`, on every system. */
const userFolder = (folder: string) => ({ XDG_DATA_HOME: folder, LOCALAPPDATA: folder, HOME: folder });

/** Where TensorFlow then is installed. */
const targetIn = (folder: string) =>
  tensorFlowFolder({ env: userFolder(folder), platform: process.platform, home: folder });

describe('device picker', function () {
  this.timeout(180_000);
  let code: VSCode;
  let data: string;
  let registry: NpmRegistry;

  before(async () => {
    data = await realpath(await mkdtemp(join(tmpdir(), 'cnn-lab-data-')));
    const variants = ['gpu', 'cpu'] as const;
    const files = (variant: (typeof variants)[number]) => ({
      'package.json': fakeTensorFlowManifest(variant),
      'index.js': fakeTensorFlowCode(),
    });
    registry = await startNpmRegistry(
      Object.fromEntries(variants.map((variant) => [tensorFlowPackages[variant], files(variant)])),
    );
    const text = readFileSync(join(root, 'examples', 'lenet5.cnn.ts'), 'utf8');
    code = await startVSCode({
      files: { 'lenet5.cnn.ts': text },
      openFile: 'lenet5.cnn.ts',
      env: { ...userFolder(data), ...registry.env },
    });
    await code.page.getByText('→ 16×10×10').first().waitFor();
  });
  after(async () => {
    await code.close();
    await registry.close();
    await rm(data, { recursive: true });
  });

  const rows = () =>
    code.page.locator('.quick-input-widget .quick-input-list-row, .quick-input-widget .monaco-list-row');
  const row = (text: RegExp): Locator => rows().filter({ hasText: text }).first();
  const device = () =>
    code.evaluate((vscode) => vscode.workspace.getConfiguration('cnnLab').get<string>('device') ?? null);

  it('lists every device with its state, and the reason of each that cannot be used', async () => {
    await code.runCommand('cnnLab.selectDevice');
    await row(/CPU, \d+ threads?/).waitFor();
    await row(/Automatic/).waitFor();
    await row(/tfjs, not available here.*TensorFlow is not installed/s).waitFor();
    await row(
      new RegExp(process.platform === 'darwin' ? 'dml, not available here' : 'coreml, not available here'),
    ).waitFor();
    await code.screenshot('device-picker');
  });

  it('sets the device that is chosen', async () => {
    await row(/CPU, \d+ threads?/).click();
    await until(async () => (await device()) === 'cpu', 'the device is not cpu');
    await code.runCommand('cnnLab.selectDevice');
    await row(/Automatic/).click();
    await until(async () => (await device()) === 'auto', 'the device is not auto');
  });

  it('says whole why a device cannot be used, and offers what helps', async () => {
    await code.runCommand('cnnLab.selectDevice');
    await row(/TensorFlow is not installed/).click();
    const message = await notice(code, /cannot be used here\. TensorFlow is not installed/);
    await message.getByRole('button', { name: 'Install TensorFlow' }).click();
    await code.page.locator('.monaco-dialog-box').getByText(targetIn(data)).waitFor();
    await code.screenshot('install-tensorflow');
    await code.page.getByRole('button', { name: 'Cancel' }).click();
    await code.page.locator('.monaco-dialog-box').waitFor({ state: 'hidden' });
    assert.ok(!existsSync(dirname(targetIn(data))), 'nothing is installed unasked');
  });

  it('installs TensorFlow when told to, and trains on it', async () => {
    void code.runCommand('cnnLab.installTensorFlow');
    const dialog = code.page.locator('.monaco-dialog-box');
    await dialog.getByRole('button', { name: /^Install( for the CPU)?$/ }).click();
    const done = await notice(code, /TensorFlow is installed\. It computes on: CPU \(TensorFlow\.js/);
    await code.screenshot('tensorflow-installed');
    assert.deepEqual(await readdir(dirname(targetIn(data))), ['tensorflow']);
    await done.getByRole('button', { name: 'Train on It' }).click();
    await until(async () => (await device()) === 'tfjs', 'the device is not tfjs');
    const logged = async () => /npm install @tensorflow\/tfjs-node(-gpu)?@4\.22\.0/.test(await code.logs('CNN Lab'));
    await until(logged, 'the log does not say what was installed');

    await code.runCommand('cnnLab.selectDevice');
    await row(/CPU \(TensorFlow\.js.*tfjs(?!, not)/s).waitFor();
    await code.page.keyboard.press('Escape');
    await code.runCommand('cnnLab.train');
    await code
      .webview()
      .getByRole('button', { name: /CPU \(TensorFlow\.js/ })
      .waitFor({ timeout: 60_000 });
  });

  it('opens from the training panel, which shows the device of the run', async () => {
    await code
      .webview()
      .getByRole('button', { name: /CPU \(TensorFlow\.js/ })
      .click();
    await row(/CPU, \d+ threads?/).waitFor();
    await code.screenshot('device-picker-from-panel');
    await code.page.keyboard.press('Escape');
  });
});

describe('installing TensorFlow without a network', function () {
  this.timeout(120_000);
  let code: VSCode;
  let data: string;
  before(async () => {
    data = await realpath(await mkdtemp(join(tmpdir(), 'cnn-lab-data-')));
    // A port that nothing listens on.
    const env = { ...userFolder(data), npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' };
    code = await startVSCode({ env, openFile: 'lenet5.cnn.ts' });
    await code.page.getByText('→ 16×10×10').first().waitFor();
  });
  after(async () => {
    await code.close();
    await rm(data, { recursive: true });
  });

  it('says what could not be reached and what to do, and leaves nothing', async () => {
    void code.runCommand('cnnLab.installTensorFlow');
    const install = { name: /^Install( for the CPU)?$/ };
    await code.page.locator('.monaco-dialog-box').getByRole('button', install).click();
    const failure = await notice(code, /127\.0\.0\.1:9 could not be reached/);
    await code.screenshot('tensorflow-not-installed');
    assert.deepEqual(await readdir(dirname(targetIn(data))), []);
    await failure.getByRole('button', { name: 'Show Output' }).click();
    // The editor writes spaces that do not break.
    await code.page
      .locator('.view-line', { hasText: /npm\serror/ })
      .first()
      .waitFor();
  });
});
