import assert from 'node:assert/strict';
import { analyseText, chain, textAt } from './sandbox.ts';

/** The first complaint about a model file: its code, the text underlined and the message. */
async function complaint(text: string, limits = {}) {
  const { diagnostics, spec } = await analyseText(text, { limits });
  assert.equal(spec, null);
  const [first] = diagnostics;
  assert.ok(first, 'no complaint');
  assert.doesNotMatch(first.message, /QuickJS|InternalError|native|undefined is not/);
  return { code: first.code, at: textAt(text, first.range), message: first.message };
}

describe('a model file that does not run', () => {
  it('is stopped at an endless loop', async () => {
    const text = 'let i = 0;\nwhile (true) {\n  i++;\n}\n';
    const { code, at, message } = await complaint(text, { deadline: 100 });
    assert.deepEqual([code, at], ['time-limit', 'while (true) {']);
    assert.match(message, /after 0\.1 s .* loop/);
  });

  it('is stopped at an endless loop in a function', async () => {
    const text = 'const wait = () => {\n  for (;;) Math.abs(1);\n};\nwait();\n';
    assert.deepEqual((await complaint(text, { deadline: 100 })).at, 'for (;;) Math.abs(1);');
  });

  it('is stopped by an endless chain of promises', async () => {
    const text = 'const again = (): unknown => Promise.resolve().then(again);\nawait again();\n';
    assert.equal((await complaint(text, { deadline: 100 })).code, 'time-limit');
  });

  it('cannot catch its own end', async () => {
    const text = 'for (;;) {\n  try {\n    for (;;);\n  } catch {}\n}\n';
    assert.equal((await complaint(text, { deadline: 100 })).code, 'time-limit');
  });

  for (const [what, text] of Object.entries({
    'looks for something in a list of four billion': 'Array(4294967295).indexOf(1);',
    'goes through a list of four billion': 'Array(4294967295).forEach((each) => each);',
    'sorts a list of four billion': 'Array(4294967295).sort();',
    'turns a list of four billion around': 'Array(4294967295).reverse();',
    'looks for something in what says that it is long': 'Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1);',
    'looks for a long text in a longer one': "'a'.repeat(2e7).indexOf('a'.repeat(1e7) + 'b');",
    'writes out a number of a million bits': '(2n ** 1000000n).toString();',
    'matches a pattern in ever more ways': "/(x+x+)+y/.test('x'.repeat(60));",
  })) {
    it(`is stopped where it ${what}, which does not ask for the time`, async () => {
      const before = process.cpuUsage();
      const { code, message } = await complaint(text, { deadline: 100 });
      assert.equal(code, 'time-limit', message);
      assert.match(message, /millions/);
      const { user, system } = process.cpuUsage(before);
      // Two tries, of at most 0.4 s and 1.6 s.
      assert.ok(user + system < 6_000_000);
      assert.equal((await analyseText(chain('flatten()'))).report?.nodes.length, 1);
    });
  }

  it('is told of a list that is too long for any layer, at once', async () => {
    const text = chain('conv2d(8, holes), relu()').replace('export', 'const holes = [];\nholes[1e7] = 1;\nexport');
    const { code, message } = await complaint(text);
    assert.equal(code, 'invalid-size');
    assert.match(message, /a list of more than 65,536/);
  });

  for (const [what, text] of Object.entries({
    lists: 'const a = [];\nfor (;;) a.push(new Array(1000).fill(1));\n',
    'typed arrays': 'const a = [];\nfor (;;) a.push(new Uint8Array(1 << 20));\n',
    'one array': 'new Uint8Array(3e9);\n',
    text: "let s = 'x';\nfor (;;) s += s;\n",
    'many texts': "const a: string[] = [];\nfor (;;) a.push('x' + a.length);\n",
  })) {
    it(`is stopped when it fills its memory with ${what}`, async () => {
      const before = process.memoryUsage().rss;
      const { code, message } = await complaint(text, { deadline: 10_000 });
      assert.equal(code, 'memory-limit');
      assert.match(message, /64 MB/);
      assert.ok(process.memoryUsage().rss - before < 300e6);
    });
  }

  it('is stopped when functions call one another without end', async () => {
    assert.equal((await complaint('const f = (): number => f() + 1;\nf();\n')).code, 'too-deep');
    assert.equal((await complaint(`JSON.stringify(${'['.repeat(3000)}${']'.repeat(3000)})`)).code, 'too-deep');
    assert.equal(
      (await complaint('let o = {};\nfor (let i = 0; i < 1e5; i++) o = { o };\nJSON.stringify(o);')).code,
      'too-deep',
    );
  });

  for (const [what, text] of Object.entries({
    'lists of layers':
      "import { conv2d, type Layer } from 'cnn-lab';\n" +
      'const grow = (n: number): Layer[] => [conv2d(n, 3), ...grow(n + 1)];\ngrow(1);\n',
    tensors:
      "import { input, relu, type Tensor } from 'cnn-lab';\n" +
      'const grow = (x: Tensor): Tensor => grow(relu()(x));\ngrow(input([1, 8, 8]));\n',
  })) {
    it(`says that a function which makes ${what} calls itself without end, soon or at its deadline`, async () => {
      for (const deadline of [300, 20_000]) {
        const { code, at, message } = await complaint(text, { deadline });
        assert.equal(code, 'too-deep', message);
        assert.match(at, /^(grow|conv2d|relu)\(/);
      }
    });
  }

  it('says what waits for ever', async () => {
    assert.equal((await complaint('await new Promise(() => {});')).code, 'never-finishes');
  });

  it('shows an error of its own where it was made', async () => {
    const text = "function check() {\n  throw new Error('no such size');\n}\ncheck();\n";
    const { code, at, message } = await complaint(text);
    assert.deepEqual([code, at], ['thrown-error', "new Error('no such size')"]);
    assert.match(message, /no such size/);
    assert.match((await complaint("throw 'oops';")).message, /oops/);
    assert.match((await complaint('throw { get message() { throw 1 } };')).message, /error/);
  });

  it('explains plain mistakes', async () => {
    assert.deepEqual(await complaint('const a: any = undefined;\na.b.c;'), {
      code: 'no-such-value',
      at: 'a.b',
      message: 'a is undefined, so it has no b.',
    });
    assert.deepEqual(await complaint('x;\nconst x = 1;'), {
      code: 'used-too-early',
      at: 'x',
      message: 'x is used before its declaration.',
    });
    assert.equal((await complaint('const a = 1;\n(a as any) = 2;')).code, 'constant-changed');
    const twice = await complaint('const a = 1;\nconst a = 2;');
    assert.deepEqual([twice.code, twice.message], ['syntax-error', 'This name is declared twice.']);
    assert.match((await complaint('require("fs");')).message, /not available.*Node\.js/);
    assert.match((await complaint('enum Size { small }')).message, /cannot use enum/);
    const member = 'class Block { constructor(public width: number) {} }';
    assert.match((await complaint(member)).message, /a parameter property/);
  });

  it('says which builder is missing, misspelt or not imported', async () => {
    const misspelt = "import { model, conv3d } from 'cnn-lab';\nexport default model({ layers: [conv3d(1)] });";
    assert.deepEqual(await complaint(misspelt), {
      code: 'unknown-import',
      at: 'conv3d',
      message: "'cnn-lab' has no conv3d. Did you mean conv2d?",
    });
    for (const [wrong, right] of [
      ['globalAveragePool2d', 'globalAvgPool2d'],
      ['conv2dTranspose', 'convTranspose2d'],
      ['concatenate', 'concat'],
      ['upsampling2d', 'upsample2d'],
      ['linear', 'dense'],
      ['maxPooling2d', 'maxPool2d'],
      ['averagePooling2D', 'avgPool2d'],
      ['batchNormalization', 'batchNorm2d'],
    ]) {
      const { message } = await complaint(`import { ${wrong} } from 'cnn-lab';\n${wrong}();`);
      assert.match(message, new RegExp(`Did you mean ${right}\\?`));
    }
    const whole = "import * as cnn from 'cnn-lab';\ncnn.conv2D(3);";
    assert.match((await complaint(whole)).message, /cnn\.conv2D is not a function\. Did you mean conv2d\?/);
    assert.match((await complaint("import cnn from 'cnn-lab';\ncnn;")).message, /no default export/);
    assert.match((await complaint('relu();')).message, /relu is not imported\. Import it from 'cnn-lab'\./);
  });
});

describe('a graph in a model file', () => {
  const graph = (...lines: readonly string[]) =>
    [
      "import { add, input, model, relu, tanh, type Tensor } from 'cnn-lab';",
      'const x = input([1, 8, 8]);',
      ...lines,
    ].join('\n');

  it('has no way round in a circle: what closes it is not there yet', async () => {
    const early = await complaint(
      graph('const y = relu()(add(x, y));', 'export default model({ inputs: x, outputs: y });'),
    );
    assert.deepEqual([early.code, early.at], ['used-too-early', 'y']);
    const later = await complaint(
      graph('let y!: Tensor;', 'y = relu()(add(x, y));', 'export default model({ inputs: x, outputs: y });'),
    );
    assert.deepEqual([later.code, later.at], ['not-tensor', 'y']);
  });

  it('says at its call which input is unused, and which branch', async () => {
    const other = await complaint(graph('export default model({ inputs: input([1, 8, 8]), outputs: relu()(x) });'));
    assert.deepEqual([other.code, other.at], ['unused-input', 'input([1, 8, 8])']);
    const text = graph('tanh()(x);', 'export default model({ inputs: x, outputs: relu()(x) });');
    const { spec, diagnostics } = await analyseText(text);
    assert.ok(spec);
    assert.deepEqual(
      diagnostics.map(({ code, severity, range }) => [code, severity, range.line, range.column]),
      [['dead-end', 'warning', 3, 1]],
    );
  });
});

describe('a model file without a model', () => {
  it('needs a default export', async () => {
    assert.equal((await complaint('')).code, 'no-default-export');
    const text = "import { model } from 'cnn-lab';\nconst net = model({ input: [1, 28, 28], layers: [] });";
    const { code, at, message } = await complaint(text);
    assert.deepEqual([code, at], ['no-default-export', 'model']);
    assert.match(message, /export default model/);
  });

  it('needs a default export that is a model', async () => {
    assert.match((await complaint("import { relu } from 'cnn-lab';\nexport default relu();")).message, /it is a layer/);
    assert.match((await complaint('export default { layers: [] };')).message, /an object with layers/);
    assert.match((await complaint("export { model as default } from 'cnn-lab';")).message, /a function/);
  });
});

describe('a model that cannot be', () => {
  for (const [layer, at, code, message] of [
    ['conv2d(NaN, 5)', 'NaN', 'invalid-size', /outChannels of conv2d must be a positive integer; it is NaN/],
    ['conv2d(-3, 5)', '-3', 'invalid-size', /it is -3/],
    ['conv2d(6, 2.5)', '2.5', 'invalid-size', /kernelSize of conv2d .* 2\.5.*Math\.floor/],
    ['conv2d(6, [5, 0])', '0', 'invalid-size', /kernelSize\[1\] of conv2d/],
    ['dense(Infinity)', 'Infinity', 'invalid-size', /Infinity/],
    ["conv2d('6', 5)", "'6'", 'invalid-size', /it is '6'/],
    ['conv2d(6)', 'conv2d(6)', 'missing-argument', /kernelSize of conv2d is missing/],
    ["flatten('first')", "'first'", 'invalid-argument', /must be an object of options; .* Use flatten\(\{ name \}\)\./],
    ['conv2d(6, 5, { strid: 2 })', 'strid', 'unknown-option', /Did you mean stride\?/],
    [
      'conv2d(6, 5, { kernel_size: 2 })',
      'kernel_size',
      'unknown-option',
      /kernelSize is not an option but an argument/,
    ],
    [
      "conv2d(6, 5, { activation: 'relu' })",
      'activation',
      'unknown-option',
      /An activation is a separate layer\. Add it after this one: conv2d\(16, 3\), relu\(\)/,
    ],
    ['conv2d(6, 5, {}, { padding: 1 })', '{ padding: 1 }', 'too-many-arguments', /no more than 3 arguments/],
    ['sequential([conv2d(6, 5)], relu())', 'relu()', 'too-many-arguments', /sequential takes only one argument/],
    ['conv2d(6, 5, { constructor: 2 })', 'constructor', 'unknown-option', /conv2d has no option constructor/],
    ['conv2d(6, 5, { padding: [1, 2, 3] })', '[1, 2, 3]', 'invalid-size', /\[top, bottom, left, right\]/],
    ['conv2d(6, 5, { padding: -1 })', '-1', 'invalid-size', /a whole number of at least 0/],
    ['conv2d(6, 5, { groups: 2 })', '2', 'groups-mismatch', /1 input channels and the 6 output channels/],
    ["conv2d(6, 5, { name: 'a b' })", "'a b'", 'invalid-name', /letters, digits and _/],
    ['maxPool2d(2, { padding: 2 })', '2', 'padding-too-large', /Use at most 1/],
    [
      'avgPool2d(28), maxPool2d([2, 1], { padding: [1, 0], dilation: 2 })',
      '2',
      'padding-too-large',
      /dilation of maxPool2d, 2×2, is larger than its input, 1×1: .* Use at most 1×1\./,
    ],
    ['dropout(1)', '1', 'invalid-number', /from 0 on and below 1; it is 1\./],
    ["gelu({ approximate: 'fast' })", "'fast'", 'invalid-argument', /'none' or 'tanh'/],
    ['conv2d(6, 29)', '29', 'kernel-too-large', /29×29, is larger than its input, 28×28/],
    ['conv2d(6, [3, 9], { dilation: 4 })', '[3, 9]', 'kernel-too-large', /9×33 with its dilation/],
    ['avgPool2d(40, { padding: 2 })', '40', 'kernel-too-large', /32×32 with its padding/],
    ['batchNorm2d({ momentum: 1.5 })', '1.5', 'invalid-number', /finite number from 0 to 1; it is 1\.5/],
    ['batchNorm2d({ eps: 1 })', 'eps', 'unknown-option', /Did you mean epsilon\?/],
    ['flatten(), batchNorm2d()', 'batchNorm2d()', 'needs-feature-map', /a vector of 784 values/],
    ['groupNorm(2)', '2', 'groups-mismatch', /groups is 2; it must divide the 1 channels/],
    ['convTranspose2d(6, 5, { groups: 4 })', '4', 'groups-mismatch', /1 input channels and the 6 output channels/],
    [
      'convTranspose2d(6, 5, { outputPadding: 1 })',
      '1',
      'padding-too-large',
      /1×1, must be less than the stride, 1×1, or the dilation, 1×1/,
    ],
    ['convTranspose2d(1, 3, { padding: 20 })', '20', 'padding-too-large', /28×28 becomes 30×30, minus 40×40/],
    ['reshape([3, 4, 5])', '[3, 4, 5]', 'reshape-mismatch', /1×28×28 \(784 values\).*3×4×5 \(60 values\)/],
    ['reshape([28, 28])', '[28, 28]', 'invalid-size', /\[channels, height, width\] or \[features\]/],
    ['zeroPad2d([1, 2, 3])', '[1, 2, 3]', 'invalid-size', /\[vertical, horizontal\] or \[top, bottom, left, right\]/],
    ["zeroPad2d('same')", "'same'", 'invalid-size', /it is 'same'/],
    ['selectChannels([0, 1])', '1', 'no-such-channel', /no channel 1: the input has 1, from 0 to 0/],
    ['selectChannels([])', '[]', 'invalid-size', /a list of channels, such as \[0, 2\]; it is \[\]/],
    [
      'selectChannels([-1])',
      '-1',
      'invalid-size',
      /channels\[0\] of selectChannels must be a whole number of at least 0/,
    ],
    ['flatten(), selectChannels([0])', 'selectChannels([0])', 'needs-feature-map', /a vector of 784 values/],
    [
      'flatten(), radialBasis([[1, -1]])',
      '[[1, -1]]',
      'centre-size',
      /2 numbers each, and the input has 784.*dense\(2\)/,
    ],
    ['radialBasis([[1, -1]])', 'radialBasis([[1, -1]])', 'dense-needs-vector', /1×28×28.*flatten\(\)/],
    ['radialBasis([1, -1])', '[1, -1]', 'invalid-size', /a list of points, such as/],
    ['radialBasis([[1, -1], [1]])', '[1]', 'invalid-size', /must have 2 numbers, as the first; it is \[1\]/],
    ['tanh({ amplitude: 0 })', '0', 'invalid-number', /amplitude of tanh must be a finite number above 0; it is 0/],
    ['upsample2d(1.5)', '1.5', 'invalid-size', /scale of upsample2d must be a positive integer/],
    ['upsample2d(2, { mod: 1 })', 'mod', 'unknown-option', /Did you mean mode\?/],
    ['localResponseNorm(5, { alph: 1 })', 'alph', 'unknown-option', /Did you mean alpha\?/],
    ['adaptiveAvgPool2d(0)', '0', 'invalid-size', /outputSize of adaptiveAvgPool2d/],
    ['flatten(), globalAvgPool2d()', 'globalAvgPool2d()', 'needs-feature-map', /a vector of 784 values/],
    ['flatten(), conv2d(8, 3)', 'conv2d(8, 3)', 'needs-feature-map', /a vector of 784 values/],
    ['dense(10)', 'dense(10)', 'dense-needs-vector', /1×28×28.*flatten\(\)/],
    ['conv2d(1e12, 5)', '1e12', 'too-many-parameters', /26,000,000,000,000 parameters.*104\.0 TB.*limit/],
    ['flatten(), dense(1e6), dense(1e6)', '1e6', 'too-many-parameters', /1,000,001,000,000 parameters/],
    ['conv2d(8, 5, { padding: 100000 })', '8', 'output-too-large', /8×200,024×200,024.*1\.3 TB/],
  ] as const) {
    it(`is refused: ${layer}`, async () => {
      const found = await complaint(chain(layer));
      assert.deepEqual([found.code, found.at], [code, at]);
      assert.match(found.message, message);
    });
  }

  for (const [habit, layer, at, message] of [
    ['in channels', 'conv2d(1, 8, 3)', '1', /in_channels is inferred .* Write conv2d\(8, 3\), or conv2d\(1, 8, \{ st/],
    ['in channels', 'conv2d(64, 128, 1)', '64', /Write conv2d\(128, 1\), or conv2d\(64, 128, \{ stride: 1 \}\)\./],
    ['in channels', 'convTranspose2d(1, 8, 4)', '1', /in_channels .* Write convTranspose2d\(8, 4\), or/],
    ['in channels by name', 'conv2d(8, 3, { in_channels: 1 })', 'in_channels', /inferred from the input/],
    ['in features', 'flatten(), dense(784, 10)', '784', /^in_features is inferred .* Write dense\(10\)\.$/],
    ['features', 'batchNorm2d(1)', '1', /^num_features is inferred .* Write batchNorm2d\(\)\.$/],
    ['a normalized shape', 'layerNorm([1, 28, 28])', '[1, 28, 28]', /^normalized_shape .* Write layerNorm\(\)\.$/],
    ['channels', 'groupNorm(1, 1)', '1', /^num_channels is inferred .* Write groupNorm\(1\)\.$/],
    ['a stride', 'conv2d(6, 5, 2)', '2', /Write conv2d\(6, 5, \{ stride: 2 \}\), or conv2d\(5, 2\)\./],
    ['a stride', 'maxPool2d(2, 2)', '2', /^Options are named\. Write maxPool2d\(2, \{ stride: 2 \}\)\.$/],
    [
      'a padding',
      "conv2d(8, 3, 'same')",
      "'same'",
      /^Options are named\. Write conv2d\(8, 3, \{ padding: 'same' \}\)\.$/,
    ],
    ['a bias', 'flatten(), dense(10, false)', 'false', /Write dense\(10, \{ bias: false \}\)\./],
    [
      'an activation',
      "flatten(), dense(10, 'relu')",
      "'relu'",
      /An activation is a separate layer\. Add it after this one/,
    ],
    ['the size of the kernel', 'conv2d(8, { kernel_size: 3 })', 'kernel_size', /kernelSize .* conv2d\(8, 3\)\./],
    [
      'all of its arguments',
      "conv2d({ filters: 8, kernelSize: [3, 3], strides: 2, padding: 'same' })",
      'filters',
      /outChannels is not an option but an argument: conv2d\(8, \[3, 3\], \{ stride: 2, padding: 'same' \}\)\./,
    ],
    ['all of its arguments', 'maxPool2d({ pool_size: 2 })', 'pool_size', /size is not .* maxPool2d\(2\)\./],
    ['all of its arguments', 'dropout({ rate: 0.5 })', 'rate', /p is not an option.* dropout\(0\.5\)\./],
    [
      'filters',
      'conv2d(8, 3, { filters: 8 })',
      'filters',
      /outChannels is not an option but an argument: conv2d\(outC/,
    ],
    ['a bias', 'conv2d(8, 3, { use_bias: false })', 'use_bias', /Did you mean bias\?/],
    ['capitals', "conv2d(8, 3, { padding: 'SAME' })", "'SAME'", /it is 'SAME'\. Did you mean 'same'\?/],
    ['capitals', "maxPool2d(2, { padding: 'Valid' })", "'Valid'", /Did you mean 'valid'\?/],
    ['capitals', "upsample2d(2, { mode: 'NEAREST' })", "'NEAREST'", /Did you mean 'nearest'\?/],
    [
      'the input’s shape',
      'conv2d(8, 3, { inputShape: [28, 28, 1] })',
      'inputShape',
      /belongs to model\(\{ input: \[1, /,
    ],
  ] as const) {
    it(`is told how ${habit} of PyTorch or Keras is written here: ${layer}`, async () => {
      const found = await complaint(chain(layer));
      assert.equal(found.at, at);
      assert.match(found.message, message);
    });
  }

  it('has its other layers where options of one are given by position', async () => {
    const { report } = await analyseText(chain('maxPool2d(4, 2), flatten(), dense(10)'));
    assert.deepEqual(
      report?.nodes.map(({ output }) => output),
      [[1, 13, 13], [169], [10]],
    );
  });

  it('is refused where branches do not meet, at the argument', async () => {
    const text =
      "import { add, conv2d, input, model } from 'cnn-lab';\nconst x = input([4, 9, 9]);\n" +
      'export default model({ inputs: x, outputs: add(x, conv2d(4, 3)(x)) });';
    assert.deepEqual(await complaint(text), {
      code: 'shapes-do-not-meet',
      at: 'conv2d(4, 3)(x)',
      message:
        'The inputs of add do not fit: the input gives 4×9×9, and conv2d_1 gives 4×7×7. ' +
        'They must have the same shape, or one must be a single pixel with as many channels.',
    });
  });

  it('keeps what is right around what is wrong', async () => {
    const { report, diagnostics } = await analyseText(chain('conv2d(6, 5), dense(10), relu(), dense(NaN), tanh()'));
    assert.deepEqual(
      report?.nodes.map(({ name }) => name),
      ['conv2d_1', 'dense_1', 'relu_1'],
    );
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['invalid-size', 'dense-needs-vector'],
    );
  });

  for (const [what, layers, code] of [
    ['a kernel too large', 'conv2d(16, 55)', 'kernel-too-large'],
    ['a half-written call', 'conv2d()', 'missing-argument'],
    ['a builder without its call', 'conv2d', 'not-layer'],
    ['a wrong type', "conv2d('16', 5)", 'invalid-size'],
    ['an impossible number', 'conv2d(16, -5)', 'invalid-size'],
  ]) {
    it(`keeps the layers before ${what}`, async () => {
      const text = chain(`conv2d(6, 5), tanh(), ${layers}, tanh(), flatten(), dense(10)`);
      const { report, diagnostics } = await analyseText(text);
      assert.deepEqual(
        report?.nodes.map(({ kind }) => kind),
        ['conv2d', 'tanh'],
      );
      assert.equal(report?.isWhole, false);
      assert.deepEqual(
        diagnostics.map((found) => found.code),
        [code],
      );
    });
  }

  const trunk = ['conv2d', 'relu'];
  for (const [what, b, options, kinds, codes] of [
    ['a call without its tensor', 'relu()()', '', trunk, ['missing-argument']],
    ['a layer that was not applied', 'relu()(conv2d(16, 3))', '', trunk, ['not-tensor']],
    ['a merge of one', 'relu()(add(a))', '', trunk, ['missing-argument']],
    ['a kernel too large', 'add(a, conv2d(4, 99)(a))', '', trunk, ['kernel-too-large']],
    ['an option that nobody knows', 'a', ', nam: 1', [...trunk, 'flatten', 'dense'], ['unknown-option']],
    ['no loss to train for', 'a', ', training: { epochs: 1 }', [...trunk, 'flatten', 'dense'], ['missing-argument']],
  ] as const) {
    it(`keeps what is right of a graph with ${what}`, async () => {
      const text =
        "import { add, conv2d, dense, flatten, input, model, relu } from 'cnn-lab';\nconst x = input([1, 9, 9]);\n" +
        `const a = relu()(conv2d(4, 3)(x));\nconst b = ${b};\n` +
        `export default model({ inputs: x, outputs: dense(10)(flatten()(b))${options} });`;
      const { report, diagnostics } = await analyseText(text);
      assert.deepEqual(
        report?.nodes.map(({ kind }) => kind),
        kinds,
      );
      assert.equal(report?.isWhole, kinds.length > trunk.length);
      const errors = diagnostics.filter(({ severity }) => severity !== 'information');
      assert.deepEqual(
        errors.map(({ code }) => code),
        codes,
      );
    });
  }

  it('is not blamed for a last layer that is only the last before an error', async () => {
    const text =
      "import { adam, conv2d, crossEntropy, dense, flatten, mnist, model, relu } from 'cnn-lab';\nexport default model({ " +
      'input: [1, 28, 28], layers: [conv2d(6, 5), relu, flatten(), dense(10)], data: mnist(), ' +
      'training: { epochs: 1, batchSize: 8, loss: crossEntropy(), optimizer: adam() } });';
    const { diagnostics } = await analyseText(text);
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code),
      ['not-layer'],
    );
  });

  it('is told which layers of a list are none', async () => {
    const text =
      "import { model, relu } from 'cnn-lab';\nexport default model({ input: [1, 2, 2], layers: [relu(), relu, 3] });";
    const { diagnostics, report } = await analyseText(text);
    assert.deepEqual(
      diagnostics.map(({ range }) => textAt(text, range)),
      ['relu', '3'],
    );
    assert.match(diagnostics[0]!.message, /Are its parentheses missing\?/);
    assert.equal(report?.nodes.length, 1);
  });

  it('has layers between its input and its output', async () => {
    const graph = (outputs: string) =>
      `import { input, model, sequential } from 'cnn-lab';\nconst x = input([1, 28, 28]);\nexport default model({ inputs: x, outputs: ${outputs} });`;
    for (const outputs of ['x', 'sequential([])(x)']) {
      const { code, message, at } = await complaint(graph(outputs));
      assert.deepEqual([code, at], ['no-layers', outputs]);
      assert.match(message, /the input itself: the model has no layers/);
    }
    const { code } = await complaint(chain('sequential([])'));
    assert.equal(code, 'no-layers');
  });

  it('is not unfolded without end', async () => {
    const text =
      "import { model, sequential, relu } from 'cnn-lab';\nlet s = sequential([relu()]);\n" +
      'for (let i = 0; i < 60; i++) s = sequential([s, s]);\n' +
      'export default model({ input: [1, 28, 28], layers: [s] });';
    assert.equal((await complaint(text)).code, 'too-many-layers');
    const nested = text.replace('[s, s]', '[s]').replace('i < 60', 'i < 5000');
    assert.match((await complaint(nested)).message, /nested more than 500 deep/);
  });

  it('is complete even where the file bends its own world', async () => {
    const { code } = await complaint(
      "Array.prototype.map = () => 3;\nimport { model } from 'cnn-lab';\nexport default model({});",
    );
    assert.equal(code, 'unreadable-model');
  });
  it('is read whatever the file says of how objects are written as JSON', async () => {
    for (const toJSON of ['() => 3', 'function () { return JSON.stringify(this); }', '() => { throw 1; }']) {
      for (const owner of ['Object', 'Array']) {
        const { spec, diagnostics } = await analyseText(
          `${chain('flatten(), dense(10)')}\n(${owner}.prototype as any).toJSON = ${toJSON};`,
        );
        assert.deepEqual(diagnostics, []);
        assert.ok(spec);
      }
    }
  });
});
