/** Everything of ours speaks Spanish where VS Code does: hints, hovers, problems, CodeLens, panels, other processes. */
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';
import { until } from './until.ts';

const model = (kernel: number) => `import * as cnn from 'cnn-lab';

export default cnn.model({
  name: 'pequeña',
  input: [1, 28, 28],
  layers: [cnn.conv2d(4, ${kernel}), cnn.relu(), cnn.flatten(), cnn.dense(10)],
  data: cnn.mnist(),
  training: { epochs: 1, batchSize: 100, loss: cnn.crossEntropy(), optimizer: cnn.adam(), seed: 1 },
});
`;

describe('in Spanish', () => {
  let code: VSCode;
  before(async () => {
    code = await startVSCode({
      language: 'es',
      files: { 'bien.cnn.ts': model(5), 'mal.cnn.ts': model(50) },
      openFile: 'mal.cnn.ts',
    });
  });
  after(() => code.close());

  it('names problems and their fixes', async () => {
    const messages = () =>
      code.evaluate((vscode) =>
        vscode.languages.getDiagnostics().flatMap(([, found]) => found.map(({ message }) => message)),
      );
    const isWanted = (message: string) => message.startsWith('El núcleo de conv2d, 50×50, es mayor que su entrada');
    await until(
      async () => (await messages()).some(isWanted),
      async () => (await messages()).join('\n'),
    );
  });

  it('shows a model and its layers', async () => {
    await code.open('bien.cnn.ts');
    await code.page.getByText('Entrenar modelo', { exact: true }).first().waitFor();
    await code.page
      .getByText(/parámetros · .* multiplicaciones-sumas/)
      .first()
      .waitFor();
    const hover = await code.hover('conv2d');
    // What TypeScript says may be there before.
    const text = async () => (await hover.textContent()) ?? '';
    for (const wanted of ['alto = ', 'Parámetros', 'Campo receptivo'])
      await until(async () => (await text()).includes(wanted), text);
    await code.screenshot('spanish-hover');
    await code.page.mouse.move(0, 0);
  });

  it('trains and looks inside', async () => {
    await code.runCommand('cnnLab.train');
    const panel = code.webview();
    await panel.getByText('Exactitud de validación').first().waitFor();
    await panel.getByText('Terminado').first().waitFor({ timeout: 120_000 });
    await panel.getByText('Matriz de confusión').first().waitFor();
    await code.screenshot('spanish-training');
    await code.runCommand('cnnLab.openViewer', undefined);
    await code.webview().getByText('Predicción').first().waitFor();
    await code.screenshot('spanish-viewer');
  });
});
