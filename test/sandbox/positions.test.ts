import assert from 'node:assert/strict';
import { analyseText, textAt } from './sandbox.ts';

/** Where the layers of a file stand, as the text of their calls and of the calls above them. */
async function places(text: string) {
  const { report, diagnostics } = await analyseText(text);
  assert.deepEqual(diagnostics, []);
  const shown = text.replace(/^\uFEFF/, '');
  return report!.nodes.map(({ range, callers }) => [range, ...callers].map((each) => textAt(shown, each)));
}

const header = "import { model, conv2d, relu, sequential, input, type Tensor } from 'cnn-lab';\n";
const net = (layers: string) => `export default model({ input: [1, 28, 28], layers: ${layers} });\n`;

describe('positions', () => {
  it('are those of the call in a loop, once for each layer', async () => {
    const text = `${header}const layers = [];\nfor (const n of [4, 8]) layers.push(conv2d(n, 3), relu());\n${net('layers')}`;
    assert.deepEqual(await places(text), [['conv2d(n, 3)'], ['relu()'], ['conv2d(n, 3)'], ['relu()']]);
  });

  it('lead through helpers and callbacks', async () => {
    const text = `${header}const block = (n: number) => [conv2d(n, 3), relu()];\n${net('[4, 8].flatMap((n) => block(n))')}`;
    const above = ['block(n)', '[4, 8].flatMap((n) => block(n))'];
    assert.deepEqual(await places(text), [
      ['conv2d(n, 3)', ...above],
      ['relu()', ...above],
      ['conv2d(n, 3)', ...above],
      ['relu()', ...above],
    ]);
  });

  it('are those of the layer, not of its use, in a graph', async () => {
    const text =
      `${header}const x = input([1, 28, 28]);\nconst f = (t: Tensor) => relu()(conv2d(4, 3)(t));\n` +
      'export default model({ inputs: x, outputs: f(x) });\n';
    assert.deepEqual(await places(text), [
      ['conv2d(4, 3)', 'f(x)'],
      ['relu()', 'f(x)'],
    ]);
  });

  it('show a shared layer at its one call', async () => {
    const text = `${header}const act = relu();\nconst pair = sequential([conv2d(1, 3), act]);\n${net('[pair, pair]')}`;
    assert.deepEqual(await places(text), [['conv2d(1, 3)'], ['relu()'], ['conv2d(1, 3)'], ['relu()']]);
  });

  it('survive calls over many lines and comments', async () => {
    const text = `${header}${net('[\n  conv2d /* six */ (\n    6, // kernels\n    5,\n  ),\n  relu\n  (),\n]')}`;
    assert.deepEqual(await places(text), [['conv2d /* six */ (\n    6, // kernels\n    5,\n  )'], ['relu\n  ()']]);
  });

  it('survive types left out before them on their line', async () => {
    const text = `${header}${net('[conv2d<never>(6, 5), (relu as () => ReturnType<typeof relu>)()]').replace('conv2d<never>', '(conv2d satisfies unknown)')}`;
    assert.deepEqual(await places(text), [
      ['(conv2d satisfies unknown)(6, 5)'],
      ['(relu as () => ReturnType<typeof relu>)()'],
    ]);
  });

  for (const [what, change] of Object.entries<(text: string) => string>({
    'Windows line ends': (text) => text.replaceAll('\n', '\r\n'),
    'a byte order mark': (text) => `\uFEFF${text}`,
    'old Macintosh line ends': (text) => text.replaceAll('\n', '\r'),
    'letters beyond ASCII': (text) => text.replaceAll('/* */', '/* ñandú 漢字 😀👩‍🔬 \u2028 */ '),
  })) {
    it(`survive ${what}`, async () => {
      const text = change(`${header}const a = 1; /* */ const b = [/* */ conv2d(4, 3), /* */ relu()];\n${net('b')}`);
      assert.deepEqual(await places(text), [['conv2d(4, 3)'], ['relu()']]);
    });
  }

  it('fall back to the whole call where the arguments are not its own', async () => {
    const text = `${header}${net('[4, 2.5].map(conv2d)')}`;
    const { diagnostics } = await analyseText(text);
    assert.ok(diagnostics.length > 0);
    for (const { range } of diagnostics) assert.equal(textAt(text, range), '[4, 2.5].map(conv2d)');
  });

  it('fall back to what is written of an option', async () => {
    const cases = {
      'const o = { stride: 0 };\nconst c = conv2d(4, 3, o);': 'o',
      'const s = 0;\nconst c = conv2d(4, 3, { stride: s });': 's',
      'const stride = 0;\nconst c = conv2d(4, 3, { stride });': 'stride',
      'const c = conv2d(4, 3, { ...{ stride: 0 } });': '{ ...{ stride: 0 } }',
      'const a = [4, 3, { stride: 0 }] as const;\nconst c = conv2d(...a);': 'conv2d(...a)',
      "const c = conv2d(4, 3, { 'stride': [1, 0] as const });": '0',
    };
    for (const [code, expected] of Object.entries(cases)) {
      const text = `${header}${code}\n${net('[c]')}`;
      const { diagnostics } = await analyseText(text);
      assert.deepEqual(
        diagnostics.map(({ range }) => textAt(text, range)),
        [expected],
      );
    }
  });

  it('tell which layer of a loop is wrong, once', async () => {
    const text = `${header}${net('[16, 32, 64, 128].map((n) => conv2d(n, 11))')}`;
    const { diagnostics, report } = await analyseText(text);
    assert.equal(report?.nodes.length, 2);
    assert.equal(diagnostics.length, 1);
    assert.match(diagnostics[0]!.message, /8×8.*\(Number 3 of the 4 built here\.\)$/);
  });
});
