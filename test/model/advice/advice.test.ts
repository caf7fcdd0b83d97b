/** What advice is given and, more importantly, when none is. */
import assert from 'node:assert/strict';
import { analyseText, chain, textAt } from '../../sandbox/sandbox.ts';
import { processorTime } from '../../support/processorTime.ts';

/** Code and place of each piece of advice. */
async function advice(text: string): Promise<string[]> {
  const { diagnostics, spec } = await analyseText(text);
  assert.ok(spec, diagnostics.map(({ message }) => message).join('\n'));
  return diagnostics.map(({ code, range }) => `${code}: ${textAt(text, range)}`);
}

const graph = (body: string, outputs: string, input = '[16, 32, 32]') =>
  `import * as cnn from 'cnn-lab';\nconst x = cnn.input(${input});\n${body}\nexport default cnn.model({ inputs: x, outputs: ${outputs} });\n`;

describe('advice about windows', () => {
  for (const [layers, found] of [
    ['maxPool2d(2)', []],
    ['maxPool2d(3)', ['size-does-not-divide: maxPool2d(3)']],
    ['maxPool2d(3, { ceilMode: true })', []],
    // The row that is left out is padding.
    ['conv2d(8, 3, { stride: 2, padding: 1 })', []],
    ["conv2d(8, 3, { stride: 2, padding: 'same' })", []],
    ['conv2d(8, 3, { stride: 2, padding: [0, 1, 0, 1] })', []],
    ['conv2d(8, [3, 2], { stride: 2 })', ['size-does-not-divide: conv2d(8, [3, 2], { stride: 2 })']],
    ['conv2d(8, 3, { stride: 4 })', ['dead-stride: 4']],
    ['conv2d(8, 1, { stride: 2 })', ['dead-stride: 2']],
    ['conv2d(8, 3, { stride: 2, dilation: 2 })', ['dead-stride: 2']],
    // Offsets 0, 3, 6 are of both parities.
    ['conv2d(8, 3, { stride: 2, dilation: 3, padding: 3 })', []],
    ['conv2d(8, 28, { stride: 40 })', []],
    ['maxPool2d(2, { stride: [2, 3] })', ['dead-stride: [2, 3]']],
  ] satisfies [string, string[]][]) {
    it(`${found[0] ?? 'leaves alone'} ${layers}`, async () => {
      assert.deepEqual(await advice(chain(layers)), found);
    });
  }

  it('counts rows and columns by hand', async () => {
    const { diagnostics } = await analyseText(chain('avgPool2d(5)', '[1, 28, 31]'));
    assert.match(
      diagnostics[0]?.message ?? '',
      /\(28 − 5 \+ 0\) \/ 5 = 4\.6\. The last rows \(3\) and columns \(1\) of 28×31/,
    );
    const jumps = await analyseText(chain('conv2d(8, 3, { stride: 4 })'));
    // 1 − (3/4)² = 44%.
    assert.match(jumps.diagnostics[0]?.message ?? '', /is 3×3 and its stride is 4×4, so 44%/);
  });

  it('leaves the shortcut of ResNet alone, whose block looks at all pixels', async () => {
    const block = 'const y = cnn.conv2d(32, 3, { stride: 2, padding: 1 })(x);';
    assert.deepEqual(await advice(graph(block, 'cnn.add(y, cnn.conv2d(32, 1, { stride: 2 })(x))')), []);
  });

  it('answers at once where sizes are huge', async () => {
    const text = chain('maxPool2d(3, { stride: 1000003 })', '[1, 46000, 46000]');
    assert.ok((await processorTime(() => advice(text))) < 2000);
  });
});

describe('advice about the order of layers', () => {
  it('warns of dropout before batch normalisation, through layers between', async () => {
    const text = chain('dropout(0.2), conv2d(8, 3), relu(), batchNorm2d(), flatten(), dropout(0.5), dense(10)');
    assert.deepEqual(await advice(text), ['dropout-before-batch-norm: dropout(0.2)']);
  });

  it('leaves dropout behind the last one alone, and dropout that drops nothing', async () => {
    assert.deepEqual(await advice(chain('conv2d(8, 3), batchNorm2d(), dropout(0.5), flatten(), dense(10)')), []);
    assert.deepEqual(await advice(chain('dropout(0), conv2d(8, 3), batchNorm2d()')), []);
  });

  const trained = (layers: string, loss: string) =>
    `import { adam, ${loss}, dense, dropout, flatten, model, relu, softmax, tanh } from 'cnn-lab';\n` +
    `export default model({ input: [1, 8, 8], layers: [${layers}], ` +
    `training: { epochs: 1, batchSize: 8, loss: ${loss}(), optimizer: adam() } });\n`;

  it('warns of activations before the loss', async () => {
    const last = (layer: string) => `flatten(), dense(10), ${layer}()`;
    assert.deepEqual(await advice(trained(last('relu'), 'crossEntropy')), ['activation-before-loss: relu()']);
    assert.deepEqual(await advice(trained(last('tanh'), 'binaryCrossEntropy')), ['activation-before-loss: tanh()']);
    assert.deepEqual(await advice(trained(last('softmax'), 'crossEntropy')), ['softmax-before-loss: softmax()']);
    assert.deepEqual(await advice(trained('flatten(), dense(10), dropout(0.5)', 'crossEntropy')), [
      'dropout-before-loss: dropout(0.5)',
    ]);
    assert.deepEqual(await advice(trained('flatten(), dense(10), dropout(0)', 'crossEntropy')), []);
    assert.deepEqual(await advice(chain('flatten(), dense(10), dropout(0.5)')), []);
    assert.deepEqual(await advice(trained(last('relu'), 'meanSquaredError')), []);
    assert.deepEqual(await advice(chain('flatten(), dense(10), relu()')), []);
  });
});

describe('advice about the network', () => {
  it('warns of a bottleneck once, where it begins', async () => {
    const text = chain('flatten(), dense(4), relu(), dense(3), dense(100), relu(), dense(10)');
    assert.deepEqual(await advice(text), ['bottleneck: 4']);
  });

  it('sees that a connection leads past', async () => {
    const head = '(y) => cnn.dense(100)(cnn.flatten()(y))';
    const squeezed =
      'const gate = cnn.sigmoid()(cnn.conv2d(16, 1)(cnn.conv2d(2, 1)(cnn.globalAvgPool2d()(cnn.conv2d(16, 31)(x)))));';
    assert.deepEqual(await advice(graph(squeezed, `(${head})(cnn.multiply(x, gate))`)), []);
    assert.deepEqual(await advice(graph('const y = cnn.conv2d(1, 23)(x);', `(${head})(cnn.maxPool2d(2)(y))`)), [
      'bottleneck: cnn.maxPool2d(2)',
    ]);
  });

  it('leaves models that compress alone', async () => {
    const text =
      "import { adam, dense, flatten, meanSquaredError, model } from 'cnn-lab';\n" +
      'export default model({ input: [1, 8, 8], layers: [flatten(), dense(4), dense(64)], ' +
      'training: { epochs: 1, batchSize: 8, loss: meanSquaredError(), optimizer: adam() } });\n';
    assert.deepEqual(await advice(text), []);
  });

  it('tells of one dense layer that holds nearly everything, but not of a perceptron', async () => {
    assert.deepEqual(await advice(chain('conv2d(16, 3), relu(), flatten(), dense(128), dense(10)')), [
      'one-heavy-layer: dense(128)',
    ]);
    assert.deepEqual(await advice(chain('flatten(), dense(512), relu(), dense(10)')), []);
  });

  it('compares the receptive field with the image', async () => {
    assert.deepEqual(await advice(chain('conv2d(16, 3), globalAvgPool2d(), flatten(), dense(10)')), [
      'field-too-small: globalAvgPool2d()',
    ]);
    assert.deepEqual(await advice(chain('conv2d(16, 28), adaptiveAvgPool2d(1), flatten(), dense(10)')), []);
    // A dense layer sees all positions.
    assert.deepEqual(await advice(chain('conv2d(16, 9), flatten(), dense(10)')), []);
    const deep =
      "...Array.from({ length: 5 }, () => conv2d(8, 4, { stride: 2, padding: 'same' })), conv2d(8, 31, { padding: 15 })";
    // By hand: 4, 10, 22, 46, 94, then 94 + 30 · 32 = 1054 > 12 · 28.
    assert.deepEqual(await advice(chain(deep)), ['field-too-large: conv2d(8, 31, { padding: 15 })']);
  });

  it('keeps to itself what half a model would be told of the whole', async () => {
    const { diagnostics } = await analyseText(chain('conv2d(8, 3, { stride: 4 }), flatten(), dense(4), dense(0)'));
    assert.deepEqual(diagnostics.map(({ code }) => code).sort(), ['dead-stride', 'invalid-size']);
  });
});

describe('silence', () => {
  const net = (before: string, behind = '', top = '') =>
    `${top}import { conv2d, model } from 'cnn-lab';\nexport default model({ input: [1, 28, 28], layers: [\n` +
    `  ${before}\n  conv2d(8, 3, { stride: 4 }),${behind}\n  conv2d(8, 3, { stride: 2 }),\n] });\n`;
  const codes = async (text: string) => (await analyseText(text)).diagnostics.map(({ code }) => code);

  it('is kept for a line, for codes', async () => {
    assert.deepEqual(await codes(net('')), ['dead-stride']);
    assert.deepEqual(await codes(net('// cnn-lab-disable-next-line dead-stride')), []);
    assert.deepEqual(await codes(net('', ' // cnn-lab-disable-line dead-stride -- as in the paper')), []);
    assert.deepEqual(await codes(net('/* cnn-lab-disable-next-line bottleneck, dead-stride */')), []);
    assert.deepEqual(await codes(net('// cnn-lab-disable-next-line')), []);
    assert.deepEqual(await codes(net('// cnn-lab-disable-next-line bottleneck')), ['dead-stride']);
    assert.deepEqual(await codes(net('', '\n // cnn-lab-disable-line dead-stride')), ['dead-stride']);
  });

  it('is kept for a file', async () => {
    assert.deepEqual(await codes(net('', '', '/* cnn-lab-disable dead-stride */\n')), []);
    assert.deepEqual(await codes(net('', '', '// cnn-lab-disable\n')), []);
    assert.deepEqual(await codes(net('', '', '// cnn-lab-disable bottleneck\n')), ['dead-stride']);
  });

  it('is not kept about errors', async () => {
    assert.deepEqual(await codes(`// cnn-lab-disable\n${chain('dense(10)')}`), ['dense-needs-vector']);
  });
});
