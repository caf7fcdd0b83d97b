/** What commander says itself, in Spanish; a later version that words it otherwise is found here. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chain } from '../sandbox/sandbox.ts';

const cli = path.resolve(import.meta.dirname, '../../dist/cli.cjs');

/** All that a command says, where the terminal is Spanish. */
const said = (args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    const env = { ...process.env, LC_ALL: 'es_ES.UTF-8', CNN_LAB_LANGUAGE: '' };
    execFile(process.execPath, [cli, ...args], { env }, (_, stdout, stderr) => resolve(stdout + stderr));
  });

const english =
  /\b(the|of|is|are|not|with|but|usage|options|arguments|commands|command|choices|default|allowed|unknown|missing)\b/i;

describe('the command line in Spanish', () => {
  for (const command of ['', 'check', 'train', 'evaluate', 'inspect', 'export', 'devices', 'install-tensorflow']) {
    it(`has no English in the help of ${command || 'all'}`, async () => {
      const help = await said([...(command === '' ? [] : [command]), '--help']);
      assert.match(help, /^Uso: cnn-lab .*\[opciones\]/);
      assert.doesNotMatch(help, english);
    });
  }

  it('says in Spanish how severe a problem of a model is', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
    try {
      const file = path.join(folder, 'net.cnn.ts');
      await writeFile(file, chain('conv2d(8, 3, { stride: 4 }), maxPool2d(3), dense(10)'));
      const problems = (await said(['check', file])).matchAll(/net\.cnn\.ts:\d+:\d+: (\S+): /g);
      assert.deepEqual([...new Set([...problems].map(([, word]) => word))].sort(), [
        'advertencia',
        'error',
        'información',
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  for (const [args, message] of [
    [['trian'], "error: comando desconocido: 'trian'\n(¿Quiso decir train?)"],
    [['train', '--epoch', '3'], "error: opción desconocida: '--epoch'\n(¿Quiso decir --epochs?)"],
    [['check'], "error: falta el argumento obligatorio 'file'"],
    [['train', '--epochs'], "error: a la opción '--epochs <n>' le falta su argumento"],
    [['inspect', 'x'], "error: falta la opción obligatoria '--out <dir>'"],
    [['install-tensorflow', '--cpu', '--gpu'], "error: la opción '--gpu' no se puede usar con la opción '--cpu'"],
    [['check', 'a', 'b'], "error: demasiados argumentos para 'check': a, b"],
    [
      ['train', '--epochs', '1.5'],
      "error: el argumento '1.5' de la opción '--epochs <n>' no es válido. Debe ser un número entero a partir de 1.",
    ],
    [
      ['inspect', 'x', '--out', 'y', '--projection', 'magic'],
      "error: el argumento 'magic' de la opción '--projection <method>' no es válido. Debe ser uno de gradient, guided, deconvnet.",
    ],
  ] as const) {
    it(`complains of ${args.join(' ')}`, async () => {
      assert.equal(await said(args), `${message}\n(--help dice más)\n`);
    });
  }

  it('says what is missing in a half-written file', async () => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'cnn-lab-')), 'net.cnn.ts');
    await writeFile(file, 'export default model({ layers: [ relu() conv2d(6 5) ] });\n');
    assert.match(await said(['check', file]), /net\.cnn\.ts:1:41: .*Se esperaba ','\./);
  });
});
