import assert from 'node:assert/strict';
import * as cnn from '../../src/cnn/index.ts';
import { snapshot } from '../../src/cnn/record.ts';
import { lower } from '../../src/model/lower.ts';
import { modelBuffers, modelParameters } from '../../src/model/parameters.ts';
import { input as tensorInput } from '../../src/tensor/values.ts';
import { evaluate } from '../support/reference.ts';
import { elaborated, specOf } from './build.ts';

const { add, avgPool2d, concat, conv2d, dense, flatten, input, maxPool2d, model, multiply, relu, sequential, tanh } =
  cnn;

const codes = (net: unknown) => elaborated(net).problems.map(({ code }) => code);

describe('graphs', () => {
  it('are the same model as the chain they spell out', () => {
    const layers = () => [conv2d(6, 5), relu(), maxPool2d(2), flatten(), dense(10)];
    const x = input([1, 28, 28]);
    const spelt = layers().reduce((tensor, layer) => layer(tensor), x);
    const chain = specOf(model({ input: [1, 28, 28], layers: layers() }));
    assert.deepEqual(specOf(model({ inputs: x, outputs: spelt })), chain);
    assert.deepEqual(specOf(model({ inputs: x, outputs: sequential(layers())(x) })), chain);
    assert.deepEqual(specOf(model({ input: [1, 28, 28], layers: [sequential(layers())] })), chain);
    assert.deepEqual(specOf(model({ input: [1, 28, 28], layers: [sequential([]), ...layers()] })), chain);
  });

  it('leave out what leads nowhere, and warn at the end of the branch', () => {
    const x = input([1, 8, 8]);
    const branch = relu()(x);
    const end = add(branch, x);
    const y = flatten()(x);
    // Of the same images, and another model's.
    const other = model({ inputs: x, outputs: dense(3)(y) });
    const { spec, problems } = elaborated(model({ inputs: x, outputs: y }));
    assert.equal(spec?.nodes.length, 2);
    const { calls } = JSON.parse(snapshot([end, other]));
    assert.deepEqual(
      problems.filter(({ call }) => calls[call].builder === 'add').map(({ code, severity }) => [code, severity]),
      [['dead-end', 'warning']],
    );
    assert.equal(problems.length, 1);
  });

  it('share the weights of a layer used twice, and count them once', () => {
    const shared = conv2d(4, 3, { padding: 1 });
    const net = model({ input: [4, 8, 8], layers: [shared, relu(), shared] });
    const { report } = elaborated(net);
    assert.deepEqual(
      report?.nodes.map(({ name, params }) => [name, params]),
      [
        ['conv2d_1', 148],
        ['relu_1', 0],
        ['conv2d_1', 0],
      ],
    );
    assert.equal(report?.totals.params, 148);
    assert.equal(report?.totals.macs, 2 * 4 * 8 * 8 * 4 * 9);
    const spec = specOf(net);
    assert.equal(modelParameters(spec).length, 2);
    const asked: string[] = [];
    lower(spec, {
      input: tensorInput([1, 4, 8, 8]),
      training: false,
      parameter: (name) => {
        asked.push(name);
        const { shape } = modelParameters(spec).find((each) => each.name === name)!;
        return tensorInput(shape);
      },
      random: () => assert.fail(),
    });
    assert.deepEqual(asked, ['conv2d_1.weight', 'conv2d_1.bias', 'conv2d_1.weight', 'conv2d_1.bias']);
  });

  it('see at the second use of a layer the statistics of the first', () => {
    const { batchNorm2d } = cnn;
    const normalise = batchNorm2d({ affine: false, momentum: 0.5 });
    const spec = specOf(model({ input: [2, 3, 3], layers: [normalise, normalise] }));
    assert.deepEqual(
      modelBuffers(spec).map(({ name }) => name),
      ['batchNorm2d_1.running_mean', 'batchNorm2d_1.running_var'],
    );
    const x = tensorInput([4, 2, 3, 3]);
    const running = tensorInput([2]);
    const lowered = lower(spec, { input: x, training: true, parameter: () => running, random: () => assert.fail() });
    const numbers = Float64Array.from({ length: 72 }, (_, index) => (index % 18 < 9 ? 3 : 5) + (index % 2 ? 1 : -1));
    const given = new Map([
      [x, numbers],
      [running, Float64Array.of(0, 0)],
    ]);
    const [mean] = evaluate([lowered.updated.get('batchNorm2d_1.running_mean')!], given);
    // Half of the first mean, halved again by the second, which is 0.
    const [first, second] = [0, 1].map((channel) => {
      const own = numbers.filter((_, index) => (index % 18 < 9 ? 0 : 1) === channel);
      return own.reduce((sum, value) => sum + value, 0) / own.length;
    });
    assert.ok(Math.abs(mean![0]! - first! / 4) < 1e-5 && Math.abs(mean![1]! - second! / 4) < 1e-5);
    const other = model({ input: [2, 3, 3], layers: [normalise, conv2d(3, 1), normalise] });
    assert.deepEqual(codes(other), ['shared-layer-mismatch']);
  });

  it('refuse to share weights that do not fit', () => {
    const shared = conv2d(8, 3);
    assert.deepEqual(codes(model({ input: [3, 8, 8], layers: [shared, shared] })), ['shared-layer-mismatch']);
  });

  it('have one input and one output that are connected', () => {
    const [x, y] = [input([1, 8, 8]), input([1, 8, 8])];
    assert.deepEqual(codes(model({ inputs: x, outputs: relu()(y) })), ['unused-input', 'another-input']);
    assert.deepEqual(codes(model({ inputs: relu()(x), outputs: x })), ['not-an-input']);
    const both = { input: [1, 8, 8], layers: [relu()], inputs: x, outputs: relu()(x) } as const;
    assert.deepEqual(codes(model(both)), ['chain-and-graph']);
  });

  it('name the shapes and layers that do not meet, at the argument', () => {
    const x = input([3, 8, 8]);
    const [a, b] = [conv2d(4, 3)(x), conv2d(4, 3, { padding: 1, name: 'wide' })(x)];
    const problem = (outputs: cnn.Tensor) => {
      const [first, ...more] = elaborated(model({ inputs: x, outputs })).problems;
      assert.equal(more.length, 0);
      return [first?.code, first?.path, first?.message];
    };
    const rule = 'They must have the same shape, or one must be a single pixel with as many channels.';
    assert.deepEqual(problem(add(a, a, b)), [
      'shapes-do-not-meet',
      [2],
      `The inputs of add do not fit: conv2d_1, conv2d_1 gives 4×6×6, and wide gives 4×8×8. ${rule}`,
    ]);
    assert.deepEqual(problem(multiply(b, x)), [
      'shapes-do-not-meet',
      [1],
      `The inputs of multiply do not fit: wide gives 4×8×8, and the input gives 3×8×8. ${rule}`,
    ]);
    assert.deepEqual(problem(concat(x, a)), [
      'shapes-do-not-meet',
      [1],
      'The inputs of concat do not fit: the input gives 3×8×8, and conv2d_1 gives 4×6×6. ' +
        'They must have the same height and width; only channels may differ.',
    ]);
    assert.deepEqual(problem(add(flatten()(x), x))[1], [1]);
  });

  it('add up the channels that they join', () => {
    const x = input([3, 8, 8]);
    const { report } = elaborated(model({ inputs: x, outputs: concat(x, conv2d(4, 1)(x), x) }));
    const joined = report?.nodes.at(-1);
    assert.deepEqual([joined?.output, joined?.formula], [[10, 8, 8], ['channels = 3 + 4 + 3 = 10']]);
    assert.deepEqual(joined?.inputs, [
      [3, 8, 8],
      [4, 8, 8],
      [3, 8, 8],
    ]);
  });

  it('take the tensors of a merge one after another', () => {
    const x = input([3, 8, 8]);
    const first = (...args: unknown[]) => {
      const [problem] = elaborated(model({ inputs: x, outputs: Reflect.apply(add, undefined, args) })).problems;
      return [problem?.code, problem?.path, problem?.message];
    };
    assert.deepEqual(first(x), [
      'missing-argument',
      [],
      'add takes two tensors or more. Pass them as separate arguments: add(x, y).',
    ]);
    assert.match(String(first([x, x])[2]), /Argument 1 of add must be a tensor.*separate arguments: add\(x, y\)/);
    assert.deepEqual(first(x, relu()).slice(0, 2), ['not-tensor', [1]]);
    assert.equal(first(x, { name: 'sum' })[0], 'missing-argument');
    assert.match(String(first(x, { name: 'sum' }, x)[2]), /Argument 2 .* it is an object with name/);
  });

  it('name a merge by the options after its tensors', () => {
    const x = input([3, 8, 8]);
    const named = add(x, relu()(x), { name: 'shortcut' });
    const { report, problems } = elaborated(model({ inputs: x, outputs: concat(named, add(x, x), { name: 'all' }) }));
    assert.deepEqual(problems, []);
    assert.deepEqual(
      report?.nodes.map(({ name, inputs }) => [name, inputs.length]),
      [
        ['relu_1', 1],
        ['shortcut', 2],
        ['add_1', 2],
        ['all', 2],
      ],
    );
    const complaint = (outputs: cnn.Tensor) =>
      elaborated(model({ inputs: x, outputs })).problems.map(({ code, path }) => [code, path]);
    assert.deepEqual(complaint(add(x, x, { name: '1st' })), [['invalid-name', [2, 'name']]]);
    assert.deepEqual(complaint(Reflect.apply(add, undefined, [x, x, x, { nam: 'sum' }])), [
      ['unknown-option', [3, 'nam']],
    ]);
    const first = relu({ name: 'same' })(x);
    assert.deepEqual(complaint(multiply(first, x, { name: 'same' })), [['duplicate-name', [2, 'name']]]);
  });

  it('cannot run in a circle: what a call is given was made before it', () => {
    const x = input([3, 8, 8]);
    const layer = relu();
    let y = layer(x);
    y = layer(add(x, y));
    const { spec } = elaborated(model({ inputs: x, outputs: y }));
    assert.deepEqual(
      spec?.nodes.map(({ inputs }) => inputs),
      [[], [0], [0, 1], [2]],
    );
    assert.ok(spec?.nodes.every(({ id, inputs }) => inputs.every((source) => source < id)));
  });

  it('look through the widest branch', () => {
    const x = input([3, 16, 16]);
    const [narrow, wide] = [conv2d(3, 3, { padding: 1 })(x), conv2d(3, 7, { padding: 3 })(x)];
    const { report } = elaborated(model({ inputs: x, outputs: conv2d(1, 3)(concat(narrow, wide, x)) }));
    assert.deepEqual(
      report?.nodes.map(({ receptiveField }) => receptiveField?.[0]),
      [3, 7, 7, 9],
    );
  });

  it('look through pooling of all pixels, upsampling and transposed convolutions', () => {
    const { conv2d, convTranspose2d, globalAvgPool2d, adaptiveAvgPool2d, upsample2d } = cnn;
    const fields = (layers: cnn.Layer[]) =>
      elaborated(model({ input: [1, 12, 10], layers })).report?.nodes.map(({ receptiveField }) => receptiveField);
    assert.deepEqual(fields([conv2d(1, 3), globalAvgPool2d()]), [
      [3, 3],
      [12, 10],
    ]);
    // 12 in 5: windows of 3 and 4 pixels, from 0, 2, 4, 7 and 9 to 3, 5, 8, 10 and 12.
    assert.deepEqual(fields([adaptiveAvgPool2d([5, 10])]), [[4, 1]]);
    // Three neighbours of an image twice as large lie on two pixels, five on three.
    assert.deepEqual(fields([upsample2d(2), conv2d(1, 3)])?.[1], [2, 2]);
    assert.deepEqual(fields([upsample2d(2), conv2d(1, 5)])?.[1], [3, 3]);
    assert.deepEqual(fields([convTranspose2d(1, 4, { stride: 2 })]), [[2, 2]]);
  });

  it('name layers by kind and number around names of their own', () => {
    const { report } = elaborated(
      model({
        input: [1, 28, 28],
        layers: [conv2d(2, 3, { name: 'conv2d_1' }), conv2d(2, 3), conv2d(2, 3, { name: 'last' })],
      }),
    );
    assert.deepEqual(
      report?.nodes.map(({ name }) => name),
      ['conv2d_1', 'conv2d_2', 'last'],
    );
  });

  it('grow the receptive field by stride and dilation, as Araujo, Norris & Sim give it', () => {
    const fields = (layers: cnn.Layer[]) =>
      elaborated(model({ input: [3, 224, 224], layers })).report?.nodes.map(
        ({ receptiveField }) => receptiveField?.[0],
      );
    // AlexNet's convolutions and pools: 11, 19, 51, 67, 99, 131, 163, 195.
    assert.deepEqual(
      fields([
        conv2d(64, 11, { stride: 4, padding: 2 }),
        maxPool2d(3, { stride: 2 }),
        conv2d(192, 5, { padding: 2 }),
        maxPool2d(3, { stride: 2 }),
        conv2d(384, 3, { padding: 1 }),
        conv2d(256, 3, { padding: 1 }),
        conv2d(256, 3, { padding: 1 }),
        maxPool2d(3, { stride: 2 }),
      ]),
      [11, 19, 51, 67, 99, 131, 163, 195],
    );
    assert.deepEqual(fields([conv2d(1, 3, { dilation: 2 }), tanh(), conv2d(1, 3, { dilation: 4 })]), [5, 5, 13]);
    const { report } = elaborated(model({ input: [1, 9, 9], layers: [conv2d(1, [3, 1]), avgPool2d([1, 3])] }));
    assert.deepEqual(report?.nodes[1]?.receptiveField, [3, 3]);
  });

  it('count what torchvision counts: AlexNet', () => {
    const { report } = elaborated(
      model({
        input: [3, 224, 224],
        layers: [
          conv2d(64, 11, { stride: 4, padding: 2 }),
          ...[relu(), maxPool2d(3, { stride: 2 }), conv2d(192, 5, { padding: 2 })],
          ...[relu(), maxPool2d(3, { stride: 2 }), conv2d(384, 3, { padding: 1 })],
          ...[relu(), conv2d(256, 3, { padding: 1 }), relu(), conv2d(256, 3, { padding: 1 }), relu()],
          ...[maxPool2d(3, { stride: 2 }), flatten(), dense(4096), relu(), dense(4096), relu(), dense(1000)],
        ],
      }),
    );
    assert.equal(report?.totals.params, 61_100_840);
  });
});
