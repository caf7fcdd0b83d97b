import assert from 'node:assert/strict';
import { analyseText, chain } from './sandbox.ts';

/** What an expression is inside the sandbox, as the message of an error it throws. */
async function inside(expression: string): Promise<string> {
  const { diagnostics } = await analyseText(
    `import * as cnn from 'cnn-lab';\nthrow new Error('value: ' + (${expression}));\n`,
  );
  return /value: (.*)$/.exec(diagnostics[0]?.message ?? '')?.[1] ?? diagnostics[0]?.message ?? '';
}

describe('the sandbox', () => {
  const hostNames = [
    'process',
    'require',
    'fetch',
    'setTimeout',
    'console',
    'Buffer',
    'WebAssembly',
    'Deno',
    'std',
    'os',
  ];

  for (const name of hostNames) {
    it(`has no ${name}`, async () => {
      assert.equal(await inside(`typeof ${name}`), 'undefined');
      assert.equal(await inside(`typeof globalThis['${name}']`), 'undefined');
    });
  }

  for (const [what, source] of Object.entries({
    Function: 'Function',
    'a builder': 'cnn.conv2d.constructor',
    'a layer': 'cnn.relu().constructor',
    'an error': "new Error('').constructor.constructor",
    'an async function': '(async () => {}).constructor',
    'the module': 'Object.getPrototypeOf(function* () {}).constructor',
  })) {
    it(`gives no way to the host by the constructor of ${what}`, async () => {
      const found = await inside(`typeof ${source}('return typeof process + typeof require')()`);
      assert.match(found, /^(string|object)$/);
      assert.match(
        await inside(`${source}('return typeof process + typeof require')() + ''`),
        /undefinedundefined|\[object/,
      );
    });
  }

  it('knows no path of the host', async () => {
    assert.doesNotMatch(await inside('new Error().stack'), /tmp|work|home|net\.cnn/);
    assert.doesNotMatch(await inside('import.meta.url'), /tmp|home|net\.cnn/);
  });

  it('starts every file afresh', async () => {
    await analyseText(`globalThis.left = 1; Array.prototype.left = 2; ${chain('relu()')}`);
    assert.equal(await inside('typeof globalThis.left + typeof [].left'), 'undefinedundefined');
  });
});
