/** In a real VS Code: activation of the extension, and from *Train model* to the first point on the chart. */
import { writeResults } from '../scripts/benchResults.ts';
import { closeBrowser } from '../scripts/vscode/browser.ts';
import { startVSCode, type VSCode } from '../scripts/vscode/startVSCode.ts';
import { median } from './support/trainRun.ts';

const rounds = 3;

/** Milliseconds by VS Code's own reckoning, as its list of running extensions shows them. */
async function activationTime({ page, runCommand }: VSCode): Promise<number> {
  await runCommand('workbench.action.showRuntimeExtensions');
  const extension = page.locator('.runtime-extensions-editor .extension', { hasText: 'cnn-lab' }).first();
  const text = await extension.locator('.activation-time').textContent();
  await runCommand('workbench.action.closeActiveEditor');
  const time = /(\d+)\s*ms/.exec(text ?? '')?.[1];
  if (time === undefined) throw new Error(`VS Code shows no activation time: ${text}`);
  return Number(time);
}

/** Seconds from the command to a chart that has a step, in a window that has shown no panel yet. */
async function timeToFirstPoint(code: VSCode): Promise<number> {
  const chart = code.webview().getByRole('img', { name: /^Loss by step: \d/ });
  const started = performance.now();
  const trained = code.runCommand('cnnLab.train');
  await chart.waitFor();
  const seconds = (performance.now() - started) / 1000;
  await trained;
  return seconds;
}

const aloneActivations: number[] = [];
const coldActivations: number[] = [];
const firstPoints: number[] = [];
/** By then VS Code has started its other extensions: a person has not read the file yet. */
const settle = (code: VSCode): Promise<void> => code.page.waitForTimeout(8000);

/** Milliseconds to load and activate our extension, with nothing else starting at the time. */
const activateAlone = (code: VSCode): Promise<number> =>
  code.evaluate(async (vscode) => {
    const extension = vscode.extensions.getExtension('cnn-lab.cnn-lab');
    if (!extension || extension.isActive) throw new Error('The extension is missing, or active already');
    const started = performance.now();
    await extension.activate();
    return performance.now() - started;
  });

for (let round = 1; round <= rounds; round++) {
  const settled = await startVSCode({});
  await settle(settled);
  aloneActivations.push(await activateAlone(settled));
  await settled.close();

  const cold = await startVSCode({ openFile: 'lenet5.cnn.ts' });
  await cold.page.getByText('→ 16×10×10 · 2,416 params').first().waitFor();
  await settle(cold);
  coldActivations.push(await activationTime(cold));
  firstPoints.push(await timeToFirstPoint(cold));
  await cold.close();
  console.log(
    `round ${round}: activation ${aloneActivations.at(-1)?.toFixed(1)} ms, while VS Code starts ${coldActivations.at(-1)} ms, ` +
      `first point after ${firstPoints.at(-1)?.toFixed(2)} s`,
  );
}
await closeBrowser();
await writeResults('editor', [
  {
    what: 'activation of the extension by itself',
    value: median(aloneActivations),
    unit: 'ms',
    goal: { atMost: 100 },
  },
  {
    what: 'the same by the reckoning of VS Code, among all that starts with it',
    value: median(coldActivations),
    unit: 'ms',
  },
  { what: 'Train model to the first point on the chart', value: median(firstPoints), unit: 's', goal: { atMost: 2 } },
]);
