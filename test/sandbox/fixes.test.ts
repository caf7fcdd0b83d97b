import assert from 'node:assert/strict';
import { apply } from './applyFix.ts';
import { analyseText, chain } from './sandbox.ts';

/** All fixes of the first diagnostic, applied; each must leave a file without that diagnostic. */
async function fixed(text: string): Promise<string[]> {
  const { diagnostics } = await analyseText(text);
  const [first] = diagnostics;
  const results = first?.fixes.map((fix) => apply(text, fix)) ?? [];
  for (const result of results) {
    const again = await analyseText(result);
    assert.equal(again.parsed, true);
    assert.ok(!again.diagnostics.some(({ code }) => code === first?.code), `still ${first?.code}:\n${result}`);
  }
  return results;
}

describe('fixes', () => {
  it('put flatten() before a dense layer and import it', async () => {
    const [result] = await fixed(chain('conv2d(6, 5), dense(10)'));
    assert.match(result!, /import \{ model, conv2d, dense, flatten \}/);
    assert.match(result!, /conv2d\(6, 5\), flatten\(\), dense\(10\)/);
  });

  it('keep the indentation of a list', async () => {
    const [result] = await fixed(chain('\n    conv2d(6, 5),\n    dense(10),\n  '));
    assert.match(result!, /\n {4}conv2d\(6, 5\),\n {4}flatten\(\),\n {4}dense\(10\),\n/);
  });

  it('put flatten() around the argument in a graph', async () => {
    const [result] = await fixed(
      "import * as cnn from 'cnn-lab';\nconst x = cnn.input([1, 8, 8]);\n" +
        'export default cnn.model({ inputs: x, outputs: cnn.dense(10)(cnn.relu()(x)) });\n',
    );
    assert.match(result!, /cnn\.dense\(10\)\(cnn\.flatten\(\)\(cnn\.relu\(\)\(x\)\)\)/);
  });

  it('call what is imported by its name here', async () => {
    const [result] = await fixed(
      "import { dense, flatten as flat, model } from 'cnn-lab';\nexport default model({ input: [1, 8, 8], layers: [dense(10)] });\n",
    );
    assert.match(result!, /layers: \[flat\(\), dense\(10\)\]/);
  });

  it('shrink a kernel, or pad', async () => {
    const results = await fixed(chain('conv2d(6, [29, 3])'));
    assert.match(results[0]!, /conv2d\(6, \[28, 3\]\)/);
    assert.match(results[1]!, /conv2d\(6, \[29, 3\], \{ padding: 'same' \}\)/);
    const [, padded] = await fixed(chain('conv2d(6, 29, { bias: false })'));
    assert.match(padded!, /\{ bias: false, padding: 'same' \}/);
    const [, again] = await fixed(chain('conv2d(6, 49, { padding: 4, })'));
    assert.match(again!, /\{ padding: 'same', \}/);
  });

  it('correct the name of an option', async () => {
    assert.match((await fixed(chain('conv2d(6, 5, { strid: 2 })')))[0]!, /\{ stride: 2 \}/);
    const shorthand = `const Stride = 2;\n${chain('conv2d(6, 5, { Stride })')}`;
    assert.match((await fixed(shorthand))[0]!, /\{ stride: Stride \}/);
  });

  for (const [call, ...wanted] of [
    ['conv2d(1, 8, 3)', 'conv2d(8, 3)', 'conv2d(1, 8, { stride: 3 })'],
    ['conv2d(1, 8, 5, { bias: false })', 'conv2d(8, 5, { bias: false })', 'conv2d(1, 8, { stride: 5, bias: false })'],
    [
      'conv2d(1, width, 7, 2, 1 + 2)',
      'conv2d(width, 7, { stride: 2, padding: 1 + 2 })',
      'conv2d(1, width, { stride: 7, padding: 2, dilation: 1 + 2 })',
    ],
    ['conv2d(8, 3, 2, 1)', 'conv2d(8, 3, { stride: 2, padding: 1 })', 'conv2d(3, 2, { stride: 1 })'],
    ["conv2d(width, 3, 'same')", "conv2d(width, 3, { padding: 'same' })"],
    ['maxPool2d(3, 2, 1)', 'maxPool2d(3, { stride: 2, padding: 1 })'],
    ['batchNorm2d(1)', 'batchNorm2d()'],
    ['batchNorm2d(1, 1e-3)', 'batchNorm2d({ epsilon: 1e-3 })'],
    ['groupNorm(1, 1)', 'groupNorm(1)'],
    ['conv2d(8, { kernel_size: 3 })', 'conv2d(8, 3)'],
    [
      "conv2d({ filters: width, kernelSize: 3, useBias: false, padding: 'same' })",
      "conv2d(width, 3, { bias: false, padding: 'same' })",
    ],
  ] as const) {
    it(`write as it is meant here: ${call}`, async () => {
      const text = chain(call).replace('export', 'const width = 8;\nexport');
      const results = await fixed(text);
      assert.deepEqual(
        results.map((result) => result.match(/layers: \[(.*)\] \}/)?.[1]),
        wanted,
      );
    });
  }

  it('rewrite no call from which something would be lost', async () => {
    for (const call of [
      'conv2d(...[1, 8, 3])',
      'conv2d({ filters: 8, ...{ kernelSize: 3 } })',
      'conv2d({ filters: 8, kernelSize: 3, ...{ bias: false } })',
      'maxPool2d(3, 2, 1, 1, false, 6, 7, 8)',
    ]) {
      assert.deepEqual(await fixed(chain(call)), [], call);
    }
  });

  it('write a word in small letters', async () => {
    assert.match((await fixed(chain("conv2d(8, 3, { padding: 'SAME' })")))[0]!, /\{ padding: 'same' \}/);
  });

  it('import a builder', async () => {
    const text = "import { model } from 'cnn-lab';\nexport default model({ input: [1, 8, 8], layers: [relu()] });\n";
    assert.match((await fixed(text))[0]!, /import \{ model, relu \} from 'cnn-lab'/);
    assert.match((await fixed('relu();\n'))[0]!, /^import \{ relu \} from 'cnn-lab';\nrelu/);
  });

  it('export the model', async () => {
    const options = '{ input: [1, 8, 8], layers: [] }';
    const [named] = await fixed(`import { model } from 'cnn-lab';\nconst net = model(${options});\n`);
    assert.match(named!, /\nexport default net;\n$/);
    const [bare] = await fixed(`import { model } from 'cnn-lab';\nmodel(${options});\n`);
    assert.match(bare!, /\nexport default model\(/);
  });

  it('take a layer out of a list', async () => {
    const training = 'training: { epochs: 1, batchSize: 8, loss: crossEntropy(), optimizer: adam() }';
    const net = (layers: string) =>
      `import { adam, conv2d, crossEntropy, dense, flatten, model, relu, softmax } from 'cnn-lab';\n` +
      `export default model({ input: [1, 8, 8], layers: [${layers}], ${training} });\n`;
    assert.match((await fixed(net('flatten(), dense(10), softmax()')))[0]!, /\[flatten\(\), dense\(10\)\]/);
    assert.match((await fixed(net('flatten(),\n  dense(10),\n  relu(),\n')))[0]!, /dense\(10\),\n\]/);
    const first = chain('dropout(0.2), conv2d(8, 3), batchNorm2d()');
    assert.match((await fixed(first))[0]!, /layers: \[conv2d\(8, 3\), batchNorm2d\(\)\]/);
  });

  it('take a layer off what it is applied to', async () => {
    const [result] = await fixed(
      "import * as cnn from 'cnn-lab';\nconst x = cnn.input([1, 8, 8]);\nconst y = cnn.dense(10)(cnn.flatten()(x));\n" +
        'export default cnn.model({ inputs: x, outputs: cnn.softmax()(y), training: ' +
        '{ epochs: 1, batchSize: 8, loss: cnn.crossEntropy(), optimizer: cnn.adam() } });\n',
    );
    assert.match(result!, /outputs: y, training/);
  });

  it('bring a shortcut to the shape of its block', async () => {
    const text =
      "import { add, conv2d, input, model } from 'cnn-lab';\nconst x = input([16, 28, 28]);\n" +
      'const y = conv2d(32, 3, { stride: 2, padding: 1 })(x);\nexport default model({ inputs: x, outputs: add(x, y) });\n';
    const [result] = await fixed(text);
    assert.match(result!, /add\(conv2d\(32, 1, \{ stride: 2 \}\)\(x\), y\)/);
    const swapped = await fixed(text.replace('add(x, y)', 'add(y, x)'));
    assert.match(swapped[0]!, /add\(y, conv2d\(32, 1, \{ stride: 2 \}\)\(x\)\)/);
  });

  it('choose groups that divide the channels', async () => {
    assert.match((await fixed(chain('conv2d(6, 3), conv2d(16, 3, { groups: 4 })')))[0]!, /groups: 2/);
  });

  it('reach the border, and close the gaps of a stride', async () => {
    assert.match((await fixed(chain('conv2d(8, 3, { stride: 2 })')))[0]!, /stride: 2, padding: \[0, 1, 0, 1\]/);
    assert.match((await fixed(chain('maxPool2d(3)')))[0]!, /maxPool2d\(3, \{ ceilMode: true \}\)/);
    const [slower, wider] = await fixed(chain('conv2d(8, 3, { stride: 4 })'));
    assert.match(slower!, /conv2d\(8, 3, \{ stride: 3 \}\)/);
    assert.match(wider!, /conv2d\(8, 4, \{ stride: 4 \}\)/);
  });

  it('widen a bottleneck', async () => {
    assert.match((await fixed(chain('flatten(), dense(4), relu(), dense(10)')))[0]!, /dense\(10\), relu\(\)/);
  });

  it('fit the input to the data', async () => {
    const text =
      "import { dense, flatten, mnist, model } from 'cnn-lab';\n" +
      'export default model({ input: [3, 32, 32], layers: [flatten(), dense(10)], data: mnist() });\n';
    assert.match((await fixed(text))[0]!, /input: \[1, 28, 28\]/);
  });

  it('put the layers of a nested list in its place', async () => {
    const text =
      "import { conv2d, model, relu } from 'cnn-lab';\nconst block = (width: number) => [conv2d(width, 3), relu()];\n" +
      'export default model({ input: [1, 28, 28], layers: [block(8)] });\n';
    const { diagnostics } = await analyseText(text);
    assert.match(diagnostics[0]?.message ?? '', /it is a list of 2\. Write \.\.\. before it/);
    assert.match((await fixed(text))[0]!, /layers: \[\.\.\.block\(8\)\]/);
  });

  it('make a list of layers that stand alone, or one after another', async () => {
    const net = (layers: string) =>
      `import { dense, flatten, model, sequential } from 'cnn-lab';\nexport default model({ input: [1, 8, 8], layers: ${layers} });\n`;
    assert.match((await fixed(net('flatten()')))[0]!, /layers: \[flatten\(\)\] /);
    const [sequence] = await fixed(net('[sequential(flatten(), dense(10))]'));
    assert.match(sequence!, /sequential\(\[flatten\(\), dense\(10\)\]\)/);
  });

  it('add forgotten parentheses', async () => {
    const text =
      "import { model, relu } from 'cnn-lab';\nexport default model({ input: [1, 8, 8], layers: [relu] });\n";
    assert.match((await fixed(text))[0]!, /layers: \[relu\(\)\]/);
  });

  for (const [layers, title] of [
    ['relu', 'Change relu to relu()'],
    ['block(8)', 'Change block(8) to ...block(8)'],
    ['conv2d(6, 5), dense(10)', 'Insert flatten() before dense()'],
    ['sequential(flatten(), dense(10))', 'Change flatten(), dense(10) to [flatten(), dense(10)]'],
    [
      "sequential(conv2d(6, 5, {\n  padding: 'same',\n  bias: false }))",
      "Change conv2d(6, 5, { padding: 'same', bias: fa… to [conv2d(6, 5, { padding: 'same', bias: fa…]",
    ],
    ['...[1, 2].map(() => conv2d(8, 29))', 'Change kernelSize to 28 (changes 2 layers)'],
    ['...block(29), ...block(2)', 'Change kernelSize to 28 (changes 2 layers)'],
    ['conv2d(6, 5), conv2d(6, 25)', 'Change kernelSize to 24'],
  ] as const) {
    it(`say what they change: ${layers}`, async () => {
      const imports = "import { conv2d, dense, flatten, model, relu, sequential } from 'cnn-lab';\n";
      const block = 'const block = (size: number) => [conv2d(8, size), relu()];\n';
      const { diagnostics } = await analyseText(
        `${imports}${block}export default model({ input: [1, 28, 28], layers: [${layers}] });\n`,
      );
      assert.equal(diagnostics[0]?.fixes[0]?.title, title);
    });
  }

  it('say after which layer they end a classifier', async () => {
    const { diagnostics } = await analyseText(
      "import { conv2d, mnist, model } from 'cnn-lab';\n" +
        'export default model({ input: [1, 28, 28], layers: [conv2d(8, 5)], data: mnist() });\n',
    );
    assert.equal(diagnostics[0]?.fixes[0]?.title, 'Add flatten(), dense(10) after conv2d()');
  });

  it('apply a layer to a tensor that stands among its arguments', async () => {
    const graph = (outputs: string) =>
      `import * as cnn from 'cnn-lab';\nconst x = cnn.input([1, 8, 8]);\nexport default cnn.model({ inputs: x, outputs: ${outputs} });\n`;
    assert.match((await fixed(graph('cnn.relu(x)')))[0]!, /outputs: cnn\.relu\(\)\(x\) /);
    assert.match((await fixed(graph('cnn.conv2d(x, 8, 3)')))[0]!, /outputs: cnn\.conv2d\(8, 3\)\(x\) /);
    assert.match((await fixed(graph('cnn.conv2d(8, 3, x)')))[0]!, /outputs: cnn\.conv2d\(8, 3\)\(x\) /);
  });

  it('end a classifier with one number for each class', async () => {
    const net = (layers: string) =>
      `import { conv2d, globalAvgPool2d, mnist, model } from 'cnn-lab';\n` +
      `export default model({ input: [1, 28, 28], layers: [${layers}], data: mnist() });\n`;
    const valid = async (text: string | undefined) => {
      assert.ok((await analyseText(text ?? '')).spec, text);
      return text!;
    };
    assert.match(await valid((await fixed(net('conv2d(10, 28)')))[0]), /\[conv2d\(10, 28\), flatten\(\)\]/);
    const [lines] = await fixed(net('\n    conv2d(8, 5),\n    globalAvgPool2d(),\n  '));
    assert.match(await valid(lines), /\n {4}globalAvgPool2d\(\),\n {4}flatten\(\),\n {4}dense\(10\),\n/);
    const graph =
      "import * as cnn from 'cnn-lab';\nconst x = cnn.input([1, 28, 28]);\n" +
      'export default cnn.model({ inputs: x, outputs: cnn.conv2d(8, 5)(x), data: cnn.mnist() });\n';
    assert.match(
      await valid((await fixed(graph))[0]),
      /outputs: cnn\.dense\(10\)\(cnn\.flatten\(\)\(cnn\.conv2d\(8, 5\)\(x\)\)\)/,
    );
    // In a loop it would come after each.
    assert.deepEqual(await fixed(net('...[8, 10].map((width) => conv2d(width, 3))')), []);
  });

  it('pool before a dense layer that holds nearly all parameters', async () => {
    const [pooled] = await fixed(
      chain('conv2d(16, 3, { padding: 1 }), relu(), flatten(), dense(128), relu(), dense(10)'),
    );
    assert.match(pooled!, /relu\(\), globalAvgPool2d\(\), flatten\(\), dense\(128\)/);
  });

  it('keep places that global pooling would lose', async () => {
    const [flat] = await fixed(chain('conv2d(16, 3), globalAvgPool2d(), flatten(), dense(10)'));
    assert.match(flat!, /conv2d\(16, 3\), flatten\(\), dense\(10\)/);
  });

  it('take out the first stride of a network for large images', async () => {
    const wide = "conv2d(4, 11, { padding: 'same' })";
    const layers = `conv2d(4, 7, { padding: 3, stride: 2 }), maxPool2d(2), ${Array(10).fill(wide).join(', ')}`;
    const { diagnostics } = await analyseText(chain(layers));
    const [fix] = diagnostics.find(({ code }) => code === 'field-too-large')?.fixes ?? [];
    assert.equal(fix?.title, 'Change stride of conv2d_1 to 1');
    assert.match(apply(chain(layers), fix!), /conv2d\(4, 7, \{ padding: 3, stride: 1 \}\), maxPool2d/);
  });

  it('widen a bottleneck of channels', async () => {
    assert.match((await fixed(chain('conv2d(2, 28), flatten(), dense(10)')))[0]!, /conv2d\(10, 28\)/);
  });

  it('divide the channels into fewer groups', async () => {
    assert.match((await fixed(chain('conv2d(6, 3), groupNorm(4)')))[0]!, /groupNorm\(2\)/);
  });

  it('stay below the stride with what a transposed convolution adds', async () => {
    const [least] = await fixed(chain('convTranspose2d(6, 5, { stride: [1, 2], outputPadding: 2 })'));
    assert.match(least!, /outputPadding: \[0, 1\]/);
  });

  it('see every pixel, whatever the dilation', async () => {
    assert.match((await fixed(chain('maxPool2d(4, { stride: 5, dilation: 2 })')))[0]!, /stride: 1, dilation: 2/);
    assert.match((await fixed(chain('maxPool2d(4, { stride: 4, dilation: 2 })')))[0]!, /stride: 4, dilation: 1/);
  });

  it('offer nothing where there is nothing to change', async () => {
    assert.deepEqual(await fixed(chain('avgPool2d(3, { stride: 30, ceilMode: true })')), []);
  });

  it('correct a name that is imported wherever it is used', async () => {
    const text =
      "import { model, conv3d } from 'cnn-lab';\nconst names = { conv3d: 1 };\n" +
      'export default model({ input: [1, 8, 8], layers: [conv3d(4, 3), conv3d(names.conv3d, 3)] });\n';
    const [corrected] = await fixed(text);
    assert.match(
      corrected!,
      /import \{ model, conv2d \}.*\{ conv3d: 1 \}.*\[conv2d\(4, 3\), conv2d\(names\.conv3d, 3\)\]/s,
    );
    assert.match(
      (await fixed(text.replace('conv3d }', 'conv3d as conv }').replaceAll('conv3d(', 'conv(')))[0]!,
      /\{ model, conv2d as conv \}/,
    );
  });

  /** A model that is trained on ten classes. */
  const trained = (layers: string, optimizer = 'adam()') =>
    `import * as cnn from 'cnn-lab';\nconst { adam, conv2d, dense, dropout, flatten, globalAvgPool2d, maxPool2d, relu, sgd } = cnn;\n` +
    `export default cnn.model({ input: [1, 28, 28], layers: [${layers}], data: cnn.mnist(), ` +
    `training: { epochs: 1, batchSize: 8, loss: cnn.crossEntropy(), optimizer: ${optimizer} } });\n`;

  it('give the classes to the layer that their number comes from', async () => {
    const head = 'globalAvgPool2d(), flatten()';
    for (const classes of [8, 12]) {
      const [conv] = await fixed(trained(`conv2d(64, 28), relu(), conv2d(${classes}, 1), ${head}`));
      assert.match(conv!, /conv2d\(64, 28\), relu\(\), conv2d\(10, 1\), globalAvgPool2d\(\)/);
    }
    assert.match((await fixed(trained('maxPool2d(14), flatten()')))[0]!, /flatten\(\), cnn\.dense\(10\)\]/);
    // Groups have to divide the channels.
    const [grouped] = await fixed(trained(`conv2d(8, 28), conv2d(8, 1, { groups: 8 }), ${head}`));
    assert.match(grouped!, /flatten\(\), cnn\.dense\(10\)\]/);
    const shared =
      "import * as cnn from 'cnn-lab';\nconst x = cnn.input([1, 28, 28]);\nconst y = cnn.conv2d(8, 28)(x);\n" +
      'export default cnn.model({ inputs: x, outputs: cnn.flatten()(cnn.add(cnn.relu()(y), y)), data: cnn.mnist() });\n';
    assert.match((await fixed(shared))[0]!, /cnn\.dense\(10\)\(cnn\.flatten\(\)\(cnn\.add/);
  });

  it('widen the convolution that a pooling layer makes a bottleneck of', async () => {
    const [wide] = await fixed(trained('conv2d(3, 22), relu(), maxPool2d(7), flatten(), dense(10)'));
    assert.match(wide!, /conv2d\(10, 22\), relu\(\), maxPool2d\(7\)/);
  });

  it('bring branches to one size before they are joined', async () => {
    const joined = (a: string, b: string) =>
      `import { concat, conv2d, input, maxPool2d, model } from 'cnn-lab';\nconst x = input([1, 28, 28]);\n` +
      `export default model({ inputs: x, outputs: concat(${a}, ${b}) });\n`;
    const results = await fixed(joined('x', 'maxPool2d([2, 4])(x)'));
    assert.match(results[0]!, /concat\(maxPool2d\(\[2, 4\]\)\(x\), maxPool2d/);
    assert.match(results[1]!, /concat\(x, upsample2d\(\[2, 4\]\)\(maxPool2d/);
    assert.match((await fixed(joined('maxPool2d(2)(x)', 'x')))[0]!, /concat\(upsample2d\(2\)\(maxPool2d/);
    // Whether to pad, crop or pool is for the user to say.
    assert.deepEqual(await fixed(joined('x', 'conv2d(2, 3)(x)')), []);
    assert.deepEqual(await fixed(joined('maxPool2d([2, 1])(x)', 'maxPool2d([1, 2])(x)')), []);
  });

  it('take out what Nesterov momentum does not take', async () => {
    const sgd = 'sgd({ momentum: 0.9, dampening: 0.1, nesterov: true })';
    const [mended] = await fixed(trained('flatten(), dense(10)', sgd));
    assert.match(mended!, /sgd\(\{ momentum: 0\.9, nesterov: true \}\)/);
  });

  it('take dropout off the outputs', async () => {
    const [mended] = await fixed(trained('flatten(), dense(10), dropout(0.5)'));
    assert.match(mended!, /\[flatten\(\), dense\(10\)\]/);
  });

  it('take out options that are not needed here', async () => {
    const fixedLayers = async (layers: string) => (await fixed(chain(layers)))[0]?.match(/layers: \[(.*)\] \}/)?.[1];
    assert.equal(await fixedLayers("conv2d(8, 3, { paddingMode: 'zeros' })"), 'conv2d(8, 3)');
    assert.equal(await fixedLayers('conv2d(8, 3, { in_channels: 1, bias: false })'), 'conv2d(8, 3, { bias: false })');
    assert.equal(await fixedLayers('conv2d(8, 3, { bias: false, device: 0 })'), 'conv2d(8, 3, { bias: false })');
    assert.equal(await fixedLayers('relu({ inplace: true })'), 'relu()');
    assert.equal(await fixedLayers('conv2d(8, 3, { ...{ device: 0 } })'), undefined);
    assert.equal(await fixedLayers("conv2d(8, 3, { padding_mode: 'reflect' })"), undefined);
  });

  it('write both of the betas', async () => {
    const [both] = await fixed(trained('flatten(), dense(10)', 'adam({ betas: [0.8, 1 - 0.01], learningRate: 1e-3 })'));
    assert.match(both!, /adam\(\{ learningRate: 1e-3, beta1: 0\.8, beta2: 1 - 0\.01 \}\)/);
    for (const options of ['{ betas: [0.9] }', '{ betas: pair }', '{ betas: [0.9, 0.99], ...{ epsilon: 1e-4 } }']) {
      const text = trained('flatten(), dense(10)', `adam(${options})`).replace(
        'export',
        'const pair = [0.9, 0.99];\nexport',
      );
      assert.deepEqual(await fixed(text), [], options);
    }
  });
});
