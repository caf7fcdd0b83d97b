import assert from 'node:assert/strict';
import * as cnn from '../../src/cnn/index.ts';
import type { Augmentation, Data } from '../../src/cnn/types.ts';
import { readStoredAugmentations } from '../../src/model/augmentation.ts';
import { readStoredImageFolder } from '../../src/model/data.ts';
import { elaborated } from './build.ts';

const { dense, flatten, idx, imageFolder, mnist, model } = cnn;

const withData = (data: Data) => elaborated(model({ input: [1, 28, 28], layers: [flatten(), dense(10)], data }));

const augmented = (...augment: Augmentation[]) => withData(mnist({ augment }));

/** Of something that the types refuse. */
const misused = (build: unknown): unknown => build;

describe('augmentation in a model file', () => {
  it("is read with torchvision's defaults, ranges written out", () => {
    const { spec, problems } = augmented(
      cnn.randomCrop({ padding: [1, 2] }),
      cnn.randomHorizontalFlip(),
      cnn.randomAffine(15, { translate: [0.1, 0], shear: [2, 3] }),
      cnn.colorJitter({ brightness: 0.4, contrast: 2, saturation: [0.5, 0.75], hue: 0.1 }),
      cnn.randomErasing(),
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(spec?.data?.options.augment, [
      { kind: 'randomCrop', options: { padding: [1, 1, 2, 2], fill: 0, paddingMode: 'constant' } },
      { kind: 'randomHorizontalFlip', options: { probability: 0.5 } },
      {
        kind: 'randomAffine',
        options: {
          degrees: [-15, 15],
          translate: [0.1, 0],
          scale: [1, 1],
          shear: [2, 3],
          interpolation: 'nearest',
          fill: 0,
        },
      },
      {
        kind: 'colorJitter',
        options: { brightness: [0.6, 1.4], contrast: [0, 3], saturation: [0.5, 0.75], hue: [-0.1, 0.1] },
      },
      { kind: 'randomErasing', options: { probability: 0.5, scale: [0.02, 0.33], ratio: [0.3, 3.3], value: 0 } },
    ]);
  });

  it('comes back from its stored form as it was', () => {
    const { spec } = augmented(
      cnn.randomCrop({ padding: 4, paddingMode: 'edge' }),
      cnn.randomResizedCrop({ scale: [0.2, 1] }),
      cnn.randomVerticalFlip(0.1),
      cnn.randomRotation([-5, 20], { interpolation: 'bilinear' }),
      cnn.colorJitter({ brightness: 0.4 }),
    );
    const stored = spec?.data?.options.augment;
    assert.deepEqual(readStoredAugmentations(JSON.parse(JSON.stringify(stored))), stored);
    assert.deepEqual(readStoredAugmentations(undefined), []);
    assert.equal(readStoredAugmentations([{ kind: 'mixUp', options: {} }]), null);
    assert.equal(readStoredAugmentations([{ kind: 'randomCrop', options: { padding: -1 } }]), null);
    assert.equal(readStoredAugmentations('crop'), null);
  });

  const wrong: readonly [what: string, build: () => Augmentation, code: string, path: unknown, message: RegExp][] = [
    [
      'no padding',
      () => Reflect.apply(cnn.randomCrop, null, []),
      'missing-argument',
      [],
      /padding of randomCrop is missing/,
    ],
    [
      'negative padding',
      () => cnn.randomCrop({ padding: -1 }),
      'invalid-size',
      [0, 'padding'],
      /whole number of at least 0; it is -1/,
    ],
    ['a probability of 50', () => cnn.randomHorizontalFlip(50), 'invalid-number', [0], /from 0 to 1; it is 50/],
    [
      'a fill beyond a byte',
      () => cnn.randomRotation(5, { fill: 256 }),
      'invalid-size',
      [1, 'fill'],
      /largest possible is 255/,
    ],
    [
      'a falling range',
      () => cnn.randomErasing({ scale: [0.3, 0.1] }),
      'invalid-range',
      [0, 'scale'],
      /must be in ascending order: \[0.1, 0.3\]/,
    ],
    [
      'one shift',
      () => cnn.randomAffine(0, misused({ translate: 0.1 }) as object),
      'invalid-range',
      [1, 'translate'],
      /\[horizontal, vertical\]/,
    ],
    [
      'half the wheel and more',
      () => cnn.colorJitter({ hue: 0.6 }),
      'invalid-number',
      [0, 'hue'],
      /from 0 to 0.5; it is 0.6/,
    ],
    [
      'more than half the wheel back',
      () => cnn.colorJitter({ hue: [-0.7, 0] }),
      'invalid-number',
      [0, 'hue', 0],
      /from -0.5 to 0.5; it is -0.7/,
    ],
    [
      'a mistyped option',
      () => cnn.colorJitter(misused({ brightnes: 0.1 }) as object),
      'unknown-option',
      [0, 'brightnes'],
      /Did you mean brightness\?/,
    ],
    [
      "torchvision's own p",
      () => cnn.randomErasing(misused({ p: 0.1 }) as object),
      'unknown-option',
      [0, 'p'],
      /Did you mean probability\?/,
    ],
  ];
  for (const [what, build, code, path, message] of wrong) {
    it(`is refused with ${what}, at its own argument`, () => {
      const { problems, spec } = augmented(build());
      assert.equal(spec, null);
      assert.deepEqual(
        problems.map((problem) => [problem.code, problem.call, problem.path]),
        // The calls are flatten, dense, then this one.
        [[code, problems[0]?.call, path]],
      );
      assert.match(problems[0]!.message, message);
    });
  }

  it('must be a list of augmentations', () => {
    const single = withData(mnist(misused({ augment: cnn.randomVerticalFlip() }) as object));
    assert.deepEqual([single.problems[0]?.code, single.problems[0]?.path], ['invalid-argument', [0, 'augment']]);
    assert.match(single.problems[0]!.message, /augment of mnist must be a list: \[randomCrop/);
    const layer = withData(mnist(misused({ augment: [cnn.relu()] }) as object));
    assert.deepEqual([layer.problems[0]?.code, layer.problems[0]?.path], ['not-augmentation', [0, 'augment', 0]]);
    assert.match(layer.problems[0]!.message, /it is a layer/);
  });

  it('belongs to any kind of data', () => {
    const files = { images: 'a', labels: 'b' };
    const { spec, problems } = withData(idx({ train: files, validation: files, augment: [cnn.randomVerticalFlip()] }));
    assert.deepEqual(problems, []);
    assert.deepEqual(spec?.data?.options.augment, [{ kind: 'randomVerticalFlip', options: { probability: 0.5 } }]);
  });
});

describe('imageFolder in a model file', () => {
  const onImages = (data: Data, input: readonly [number, number, number] = [3, 64, 64]) =>
    elaborated(model({ input, layers: [flatten(), dense(10)], data }));

  it('is read with its defaults, and back from its stored form', () => {
    const { spec, problems } = onImages(imageFolder('flowers', { size: 64 }));
    assert.deepEqual(problems, []);
    const data = spec?.data;
    assert.deepEqual(data, {
      kind: 'imageFolder',
      options: { path: 'flowers', size: [64, 64], validation: null, channels: 3, standardize: true, augment: [] },
    });
    const { augment: _, ...options } = data.options;
    assert.deepEqual(readStoredImageFolder(JSON.parse(JSON.stringify(data.options))), options);
    assert.equal(readStoredImageFolder({ ...data.options, channels: 2 }), null);
  });

  it('has to fit the input of the model, with a fix', () => {
    assert.deepEqual(onImages(imageFolder('x', { size: [64, 32], channels: 1 }), [1, 64, 32]).problems, []);
    const [problem] = onImages(imageFolder('x', { size: [64, 32] }), [1, 64, 32]).problems;
    assert.deepEqual([problem?.code, problem?.path], ['data-shape', [0, 'input']]);
    assert.match(problem!.message, /The images of imageFolder\(\) are 3×64×32; the model's input is 1×64×32/);
    assert.deepEqual(
      problem?.remedies.map((remedy) => remedy.kind === 'set' && remedy.title),
      ['Change to [3, 64, 32]'],
    );
  });

  it('has to fit the input of the model, whatever its layers complain of', () => {
    const layers = [cnn.conv2d(8, 3), flatten(), dense(10)];
    const { problems } = elaborated(model({ input: [28, 28, 1], layers, data: mnist() }));
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['data-shape', 'kernel-too-large'],
    );
    assert.match(problems[0]!.message, /The images of mnist\(\) are 1×28×28; the model's input is 28×28×1/);
  });

  const wrong: readonly [what: string, build: () => Data, code: string, path: unknown, message: RegExp][] = [
    [
      'no size',
      () => imageFolder('x', misused({}) as { size: 1 }),
      'missing-argument',
      [],
      /size of imageFolder is missing/,
    ],
    [
      'no options',
      () => Reflect.apply(imageFolder, null, ['x']),
      'missing-argument',
      [],
      /size of imageFolder is missing/,
    ],
    [
      'no path',
      () => imageFolder('', { size: 64 }),
      'invalid-argument',
      [0],
      /path of imageFolder must be a non-empty string/,
    ],
    [
      'a size of nothing',
      () => imageFolder('x', { size: [64, 0] }),
      'invalid-size',
      [1, 'size', 1],
      /positive integer; it is 0/,
    ],
    [
      'all held out',
      () => imageFolder('x', { size: 64, validation: 1 }),
      'invalid-number',
      [1, 'validation'],
      /above 0 and below 1; it is 1/,
    ],
    [
      'two channels',
      () => imageFolder('x', misused({ size: 64, channels: 2 }) as { size: 1 }),
      'invalid-argument',
      [1, 'channels'],
      /1 \(grey\) or 3/,
    ],
    [
      'a mistyped option',
      () => imageFolder('x', misused({ size: 64, validaton: 0.1 }) as { size: 1 }),
      'unknown-option',
      [1, 'validaton'],
      /Did you mean validation\?/,
    ],
  ];
  for (const [what, build, code, path, message] of wrong) {
    it(`is refused with ${what}, at its own argument`, () => {
      const { problems, spec } = onImages(build());
      assert.equal(spec, null);
      assert.deepEqual(
        problems.map((problem) => [problem.code, problem.path]),
        [[code, path]],
      );
      assert.match(problems[0]!.message, message);
    });
  }
});
