import assert from 'node:assert/strict';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '../..');

/** Statements of a model file with the TypeScript error that each must give; 0 for none. */
const statements: readonly (readonly [statement: string, error: number])[] = [
  [
    'conv2d(6, 5); conv2d(6, [5, 3], { stride: [2, 1], padding: [0, 1, 0, 1], dilation: 2, groups: 2, bias: false });',
    0,
  ],
  ["conv2d(6, 5, { padding: 'same', name: 'first' });", 0],
  ['conv2d(6);', 2554],
  ["conv2d('6', 5);", 2345],
  ['conv2d(6, 5, { strid: 2 });', 2561],
  ["conv2d(6, 5, { padding: 'sam' });", 2820],
  ['conv2d(6, 5, { padding: [1, 2, 3] });', 2322],
  ['cnn.conv3d;', 2551],
  ["gelu({ approximate: 'tanh' }); softmax(); dropout(); leakyRelu(0.2, { name: 'leak' });", 0],
  ['model({ input: [1, 28, 28], layers: [flatten(), sequential([dense(10), relu()])] });', 0],
  ['model({ input: [1, 28], layers: [] });', 2322],
  ['model({ input: [1, 28, 28], layers: [relu] });', 2741],
  ['model({ input: [1, 28, 28], layers: [relu(), 3] });', 2322],
  ['const x = input([1, 28, 28]); model({ inputs: x, outputs: dense(10)(flatten()(x)) });', 0],
  ['model({ inputs: input([1, 28, 28]), outputs: relu() });', 2322],
  ['relu()(relu());', 2345],
  ["cnn.zeroPad2d([0, 1, 0, 1]); cnn.upsample2d(2, { mode: 'bilinear' }); cnn.globalAvgPool2d(); cnn.reshape([4]);", 0],
  ["cnn.zeroPad2d('same');", 2345],
  ['cnn.convTranspose2d(8, 4, { stride: 2, padding: [1, 0], outputPadding: [1, 0], groups: 2 });', 0],
  ["cnn.convTranspose2d(8, 4, { padding: 'same' });", 2322],
  ['cnn.batchNorm2d({ momentum: 0.2 }); cnn.groupNorm(4, { epsilon: 1e-3, affine: false }); cnn.layerNorm();', 0],
  ['cnn.groupNorm();', 2554],
  ['cnn.layerNorm({ eps: 1 });', 2353],
  ['cnn.localResponseNorm(5, { alpha: 5e-4, k: 2 }); cnn.adaptiveAvgPool2d([6, 6]);', 0],
  ['const x = input([1, 8, 8]); add(x, relu()(x), x); multiply(x, x); concat(x, x);', 0],
  ["const x = input([1, 8, 8]); add(x, x, { name: 'sum' }); concat(x, x, x, { name: 'all' });", 0],
  ["const x = input([1, 8, 8]); add({ name: 'sum' }, x, x);", 2345],
  ['const x = input([1, 8, 8]); add(x, x, { axis: 1 });', 2345],
  ['const x = input([1, 8, 8]); add(x);', 2345],
  ['const x = input([1, 8, 8]); add([x, x]);', 2345],
  ['sequential(relu());', 2345],
  [
    "mnist({ standardize: false }); idx({ train: { images: 'a', labels: 'b' }, validation: { images: 'c', labels: 'd' } });",
    0,
  ],
  ["idx({ train: { images: 'a', labels: 'b' } });", 2345],
  [
    "mnist({ augment: [cnn.randomCrop({ padding: 2, paddingMode: 'reflect' }), cnn.randomHorizontalFlip(), cnn.randomErasing()] });",
    0,
  ],
  [
    'mnist({ augment: [cnn.randomAffine(10, { translate: [0.1, 0.1], scale: [0.9, 1.1] }), cnn.randomRotation([-5, 20])] });',
    0,
  ],
  ['mnist({ augment: [cnn.colorJitter({ brightness: 0.2, contrast: [0.5, 2] }), cnn.randomResizedCrop()] });', 0],
  ['mnist({ augment: cnn.randomVerticalFlip() });', 2740],
  ['mnist({ augment: [relu()] });', 2322],
  ["cnn.imageFolder('a', { size: [64, 48], validation: 0.2, channels: 1, augment: [cnn.randomHorizontalFlip()] });", 0],
  ["cnn.imageFolder('a', { size: 64, validation: 'val', standardize: false });", 0],
  ["cnn.imageFolder('a');", 2554],
  ["cnn.imageFolder('a', { size: 64, channels: 2 });", 2322],
  ['cnn.randomCrop();', 2554],
  ["cnn.randomCrop({ padding: 'same' });", 2322],
  ['model({ input: [1, 2, 3], layers: [], data: adam() });', 2322],
  ['sgd({ learningRate: cosine(0.1, { finalLearningRate: 1e-4 }), momentum: 0.9, nesterov: true });', 0],
  ['sgd({ lr: 0.1 });', 2353],
  ['cnn.adamW({ weightDecay: 0.05 }); cnn.rmsprop({ alpha: 0.9, centered: true, momentum: 0.5 });', 0],
  ['adam({ alpha: 0.9 });', 2353],
  ['crossEntropy({ labelSmoothing: 0.1 }); cnn.binaryCrossEntropy(); cnn.meanSquaredError();', 0],
  ['crossEntropy({ smoothing: 0.1 });', 2353],
  ["cnn.meanSquaredError({ reduction: 'sum' });", 2554],
  ['cnn.stepDecay(0.1, { epochs: 30 }); cnn.exponential(0.1, { gamma: 0.9 }); cnn.warmup(0.1, { steps: 500 });', 0],
  ['cnn.warmup(cosine(0.1), { epochs: 5, startFactor: 0.1 });', 0],
  ['cnn.stepDecay(0.1, { gamma: 0.5 });', 2345],
  ['cnn.stepDecay(0.1, { epochs: 3, steps: 100 });', 2345],
  ['cnn.exponential(0.1, { epochs: 3 });', 2345],
  ['cnn.multiStepDecay(0.1, { epochs: [80, 120], gamma: 0.2 }); cnn.multiStepDecay(0.1, { steps: [100] });', 0],
  ['cnn.multiStepDecay(0.1, { epochs: 80 });', 2322],
  ['model({ input: [1, 2, 3], layers: [], training: { epochs: 3 } });', 2739],
  [
    'model({ input: [1, 2, 3], layers: [], training: { epochs: 3, batchSize: 8, loss: crossEntropy(), optimizer: adam() } });',
    0,
  ],
];

describe("the types of 'cnn-lab'", () => {
  it('accept what is right and refuse what is wrong', function () {
    this.timeout(60_000);
    const file = path.join(root, 'test/cnn/statements.ts');
    const names =
      'adam, add, concat, conv2d, cosine, crossEntropy, dense, dropout, flatten, gelu, idx, input, leakyRelu, mnist, model, multiply';
    const header = `import * as cnn from 'cnn-lab';\nimport { ${names}, relu, sequential, sgd, softmax } from 'cnn-lab';\n`;
    const text = header + statements.map(([statement]) => `{ ${statement} }`).join('\n');
    const options: ts.CompilerOptions = {
      target: ts.ScriptTarget.ES2023,
      lib: ['lib.es2023.d.ts'],
      module: ts.ModuleKind.Preserve,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      types: [],
      paths: { 'cnn-lab': [path.join(root, 'src/cnn/index.ts')] },
    };
    const host = ts.createCompilerHost(options);
    const { getSourceFile } = host;
    host.getSourceFile = (name, ...rest) =>
      name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2023) : getSourceFile(name, ...rest);
    const program = ts.createProgram([file], options, host);
    const found = new Map<number, number>();
    for (const { start = 0, code, file: source } of ts.getPreEmitDiagnostics(program)) {
      const line = source?.getLineAndCharacterOfPosition(start).line ?? -1;
      found.set(line, found.get(line) ?? code);
    }
    const results = statements.map(([statement], index) => [statement, found.get(index + 2) ?? 0]);
    assert.deepEqual(results, statements);
  });
});
