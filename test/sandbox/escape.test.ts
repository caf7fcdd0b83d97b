import assert from 'node:assert/strict';
import { processorTime } from '../support/processorTime.ts';
import { hostileCode, hostileValues } from './hostile.ts';
import { checkAnalysis } from './mutants.ts';
import { analyseText, chain } from './sandbox.ts';

/** Own keys of an object and of what it is the prototype for. */
const keysOf = (value: object): string =>
  [value, Object.getOwnPropertyDescriptor(value, 'prototype')?.value ?? {}]
    .flatMap((each) => Reflect.ownKeys(each).map(String))
    .join();

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

  describe('from a file that', () => {
    const limits = { deadline: 300 };
    const plain = chain('conv2d(8, 3), relu(), flatten(), dense(10)');
    const world = () => [Object, Array, String, Number, Function, Error, JSON, Promise].map(keysOf).join('\n');

    for (const [what, code] of Object.entries(hostileCode)) {
      it(`${what}, comes an answer, and the next file knows nothing of it`, async () => {
        const before = world();
        const text = plain.replace('export default', `${code}\nexport default`);
        const spent = await processorTime(async () => checkAnalysis(text, await analyseText(text, { limits })));
        assert.ok(spent < limits.deadline + 5000, `${spent} ms`);
        assert.equal(world(), before);
        const { diagnostics, report } = await analyseText(plain);
        assert.deepEqual([diagnostics, report?.nodes.length], [[], 4]);
      });
    }

    for (const [what, value] of Object.entries(hostileValues)) {
      it(`gives a builder ${what}, comes an answer`, async () => {
        const text =
          `import * as cnn from 'cnn-lab';\nconst { relu } = cnn;\nconst value = (${value});\nexport default cnn.model({ input: [1, 28, 28], layers: ` +
          '[cnn.conv2d(value, 3, value), cnn.maxPool2d(2, value), relu(), value], name: value, data: cnn.mnist(value) });\n';
        const analysis = await analyseText(text, { limits });
        checkAnalysis(text, analysis);
        assert.equal(analysis.spec, null);
      });
    }
  });

  it('starts every file afresh', async () => {
    await analyseText(`globalThis.left = 1; Array.prototype.left = 2; ${chain('relu()')}`);
    assert.equal(await inside('typeof globalThis.left + typeof [].left'), 'undefinedundefined');
  });
});
