/**
 * Random valid models by a seed: chains and graphs of every layer with every option, on odd sizes, with every way to
 * train. Built as they are stored, so that each option is what the layer's rules read.
 */
import type { LayerKind } from '../../src/cnn/record.ts';
import { product } from '../../src/model/initial.ts';
import { type AttributesOf, layerOf } from '../../src/model/layers/index.ts';
import { Complaint } from '../../src/model/problem.ts';
import type {
  Json,
  LayerSpec,
  LossSpec,
  ModelSpec,
  NodeSpec,
  OptimizerSpec,
  Padding2d,
  PlainScheduleSpec,
  ScheduleSpec,
  Shape,
  Size2d,
  TrainingSpec,
} from '../../src/model/spec.ts';
import { Dice } from '../support/dice.ts';

/** A layer that is not yet part of a model. */
interface Drawn {
  readonly kind: LayerKind;
  readonly attributes: { readonly [key: string]: Json };
}

/** Values of one image in a feature map, so that hundreds of models take a minute. */
const mostValues = 1500;

/** Times that something is drawn again until it fits. */
const tries = 40;

const drawn = <K extends LayerKind>(kind: K, attributes: AttributesOf<K>): Drawn => ({ kind, attributes });

export interface RandomModel {
  /** With a training, and data that no file holds. */
  readonly model: ModelSpec & { readonly training: TrainingSpec };
  /** Images of the last batch of an epoch. */
  readonly remainder: number;
}

export function randomModel(seed: number): RandomModel {
  const dice = new Dice(seed);
  const loss = randomLoss(dice);
  const network = new Network(dice);
  network.grow(dice.from(1, 6));
  network.finish(loss.kind === 'crossEntropy' ? dice.from(2, 6) : dice.from(1, 5));
  const { layers, nodes, leastBatch } = network;
  const batchSize = dice.from(leastBatch, 7);
  const files = { images: 'images', labels: 'labels' };
  const options = { train: files, validation: files, classNames: [], standardize: true, augment: [] };
  return {
    model: {
      version: 1,
      name: `random ${seed}`,
      nodes,
      outputs: [nodes.length - 1],
      layers,
      data: { kind: 'idx', options },
      training: { epochs: 2, batchSize, loss, optimizer: randomOptimizer(dice), seed, ...randomClipping(dice) },
    },
    remainder: dice.from(leastBatch, batchSize),
  };
}

/** A graph that grows at its end. */
class Network {
  readonly layers: LayerSpec[] = [];
  readonly nodes: NodeSpec[];
  /** Statistics of a single value are not defined: PyTorch refuses them. */
  leastBatch = 1;
  readonly #dice: Dice;

  constructor(dice: Dice) {
    this.#dice = dice;
    const size = () => dice.pick([1, 2, 3, 5, 7, 8, 11, 13]);
    this.nodes = [{ id: 0, layer: null, inputs: [], shape: [dice.pick([1, 1, 2, 3, 4]), size(), size()] }];
  }

  /** Adds so many blocks, one after another. */
  grow(blocks: number): void {
    for (let block = 0; block < blocks; block++) this.#block(this.#last);
  }

  /** Adds what makes a vector of so many numbers. */
  finish(outputs: number): void {
    if (this.#shape(this.#last).length === 3) this.#apply(drawn('flatten', {}), [this.#last]);
    const features = product(this.#shape(this.#last));
    const ends = [
      () => [drawn('dense', { units: outputs, bias: !this.#dice.once(4) })],
      () => [drawn('radialBasis', { centres: this.#centres(outputs, features) })],
      () => [drawn('dense', { units: outputs, bias: true }), drawn('logSoftmax', {})],
      () => [drawn('dense', { units: outputs, bias: true }), drawn('tanh', { amplitude: 2, slope: 0.7 })],
    ];
    const learns = this.layers.some(({ kind }) => kind === 'dense' || kind === 'conv2d');
    const end = features > 50 || !learns || this.#dice.below(10) < 7 ? ends[0]! : this.#dice.pick(ends);
    for (const each of end()) this.#apply(each, [this.#last]);
  }

  get #last(): number {
    return this.nodes.length - 1;
  }

  #shape(node: number): Shape {
    return this.nodes[node]!.shape;
  }

  #block(from: number): void {
    const dice = this.#dice;
    switch (dice.below(9)) {
      case 0:
        this.#residual(from);
        break;
      case 1:
        this.#gate(from);
        break;
      case 2:
        this.#branches(from);
        break;
      case 3:
        this.#shared(from);
        break;
      default:
        this.#chain(from, dice.from(1, 3), () => true);
    }
  }

  /** A shortcut around some layers; sometimes two of them, sometimes a sum of three. */
  #residual(from: number): void {
    const inner = this.#chain(from, this.#dice.from(1, 3), this.#keeps(from));
    const terms = this.#dice.pick([
      [from, inner],
      [inner, from],
      [inner, inner],
      [from, inner, from],
    ]);
    this.#apply(drawn(this.#dice.pick(['add', 'add', 'multiply']), {}), terms);
  }

  /** One number for each channel, or each value, that scales it or is added to it. */
  #gate(from: number): void {
    const shape = this.#shape(from);
    const [channels = 0] = shape;
    const branch =
      shape.length === 1
        ? [drawn('dense', { units: channels, bias: true })]
        : [
            drawn(this.#dice.pick(['globalAvgPool2d', 'globalMaxPool2d'] as const), {}),
            drawn('conv2d', { ...plainConvolution, outChannels: channels, kernelSize: [1, 1] }),
          ];
    const gate = [...branch, drawn('sigmoid', {})].reduce((node, each) => this.#apply(each, [node])!, from);
    const pair = this.#dice.once(2) ? [gate, from] : [from, gate];
    this.#apply(drawn(this.#dice.pick(['multiply', 'add']), {}), pair);
  }

  #branches(from: number): void {
    const [nodes, layers] = [this.nodes.length, this.layers.length];
    const size = this.#shape(from).slice(1).join();
    const fits = (shape: Shape) => shape.length === this.#shape(from).length && shape.slice(1).join() === size;
    const branches = Array.from({ length: this.#dice.from(2, 3) }, (_, index) =>
      index === 0 && this.#dice.once(2) ? from : this.#chain(from, this.#dice.from(1, 2), fits),
    );
    if (this.#apply(drawn('concat', {}), branches) !== null) return;
    // Too large: without a layer that the output does not depend on.
    this.nodes.length = nodes;
    this.layers.length = layers;
  }

  /** A layer applied twice, or three times, with something between. */
  #shared(from: number): void {
    const first = this.#chain(from, 1, this.#keeps(from));
    const index = this.nodes[first]!.layer!;
    for (let times = this.#dice.from(1, 2); times > 0; times--) {
      const between = this.#dice.once(2) ? this.#last : this.#chain(this.#last, 1, this.#keeps(from));
      this.#add(index, [between], this.#shape(from));
    }
  }

  #keeps(node: number): (shape: Shape) => boolean {
    return (shape) => shape.join() === this.#shape(node).join();
  }

  /** Layers one after another, each with an output that is accepted; returns the last. */
  #chain(from: number, length: number, accepts: (shape: Shape) => boolean): number {
    let node = from;
    for (let layer = 0; layer < length; layer++) node = this.#draw(node, accepts);
    return node;
  }

  #draw(from: number, accepts: (shape: Shape) => boolean): number {
    for (let time = 0; time < tries; time++) {
      const added = this.#apply(randomLayer(this.#dice, this.#shape(from)), [from], accepts);
      if (added !== null) return added;
    }
    return this.#apply(drawn('silu', {}), [from])!;
  }

  /** `null` if the layer does not take this input, or its output is not accepted. */
  #apply({ kind, attributes }: Drawn, inputs: readonly number[], accepts = (_: Shape) => true): number | null {
    const [first = [], ...rest] = inputs.map((node) => this.#shape(node));
    let shape: Shape;
    try {
      shape = layerOf(kind)
        .rules(attributes)
        .output([first, ...rest], inputs.map(String));
    } catch (error) {
      if (error instanceof Complaint) return null;
      throw error;
    }
    if (product(shape) > mostValues || !accepts(shape)) return null;
    if (normalisesOne({ kind, attributes }, first)) this.leastBatch = 2;
    const name = `${kind}_${1 + this.layers.filter((layer) => layer.kind === kind).length}`;
    return this.#add(this.layers.push({ name, kind, attributes }) - 1, inputs, shape);
  }

  #add(layer: number, inputs: readonly number[], shape: Shape): number {
    return this.nodes.push({ id: this.nodes.length, layer, inputs, shape }) - 1;
  }

  #centres(count: number, features: number): number[][] {
    return Array.from({ length: count }, () => Array.from({ length: features }, () => this.#dice.from(-4, 4) / 4));
  }
}

/** Whether it takes statistics of a single value of each image. */
function normalisesOne({ kind, attributes }: Drawn, input: Shape): boolean {
  const [channels = 1, ...size] = input;
  if (kind === 'batchNorm2d') return product(size) === 1;
  return kind === 'groupNorm' && product(size) === 1 && attributes.groups === channels;
}

const plainConvolution = {
  stride: [1, 1],
  padding: [0, 0, 0, 0],
  dilation: [1, 1],
  groups: 1,
  bias: true,
} as const satisfies Partial<AttributesOf<'conv2d'>>;

/** A layer for an input of this shape; most fit. */
function randomLayer(dice: Dice, shape: Shape): Drawn {
  const [channels = 1, height, width] = shape;
  const any = [...elementwise(dice), ...norms(dice, channels)];
  if (height === undefined || width === undefined) return dice.pick([...vectors(dice, channels), ...any])();
  if (dice.once(3)) return dice.pick([...any, ...featureMapNorms(dice)])();
  return dice.pick(featureMaps(dice, [channels, height, width]))();
}

type Draw = () => Drawn;

const elementwise = (dice: Dice): readonly Draw[] => [
  () => drawn('relu', {}),
  () => drawn(dice.pick(['relu6', 'silu', 'hardswish', 'sigmoid', 'softmax', 'logSoftmax'] as const), {}),
  () => drawn('leakyRelu', { negativeSlope: dice.pick([0.01, 0.2, 0, -0.5, 1.5]) }),
  () => drawn('elu', { alpha: dice.pick([1, 0.5, 2, 0, -1]) }),
  () => drawn('gelu', { approximate: dice.pick(['none', 'tanh']) }),
  () => drawn('tanh', { amplitude: dice.pick([1, 1.7159]), slope: dice.pick([1, 2 / 3]) }),
  () => drawn('dropout', { p: dice.pick([0, 0.1, 0.25, 0.5, 0.8]) }),
];

const norms = (dice: Dice, channels: number): readonly Draw[] => [
  () => drawn('layerNorm', { epsilon: dice.pick([1e-5, 1e-3]), affine: !dice.once(3) }),
  () =>
    drawn('groupNorm', {
      groups: dice.pick(divisors(channels)),
      epsilon: dice.pick([1e-5, 1e-2]),
      affine: !dice.once(3),
    }),
];

const featureMapNorms = (dice: Dice): readonly Draw[] => [
  () =>
    drawn('batchNorm2d', {
      epsilon: dice.pick([1e-5, 1e-3, 0.1]),
      momentum: dice.pick([0.1, 0.5, 0, 1, 0.01]),
      affine: !dice.once(3),
    }),
  () =>
    drawn('localResponseNorm', {
      size: dice.from(1, 6),
      alpha: dice.pick([1e-4, 0.5, 0, 2]),
      beta: dice.pick([0.75, 0.5, 0, 1]),
      k: dice.pick([1, 2, 0.5]),
    }),
];

const vectors = (dice: Dice, features: number): readonly Draw[] => {
  const dense = () => drawn('dense', { units: dice.pick([1, 3, 7, 12, features]), bias: !dice.once(4) });
  const image = () => {
    const channels = dice.pick(divisors(features));
    const height = dice.pick(divisors(features / channels));
    return drawn('reshape', { shape: [channels, height, features / channels / height] });
  };
  return [dense, dense, dense, image, () => drawn('flatten', {})];
};

const featureMaps = (dice: Dice, [channels, height, width]: readonly [number, number, number]): readonly Draw[] => {
  const groups = () => (dice.once(2) ? 1 : dice.pick(divisors(channels)));
  const convolution = () => {
    const split = groups();
    return drawn('conv2d', {
      outChannels: dice.once(3) ? channels : split * dice.from(1, 3),
      kernelSize: randomSize(dice, 5),
      stride: randomSize(dice, dice.pick([1, 1, 2, 3])),
      padding: randomPadding(dice, 3),
      dilation: randomSize(dice, dice.pick([1, 1, 2, 3])),
      groups: split,
      bias: !dice.once(3),
    });
  };
  const transposed = () => {
    const split = groups();
    const stride = randomSize(dice, 3);
    const dilation = randomSize(dice, dice.pick([1, 1, 3]));
    const surplus = (axis: 0 | 1) => dice.below(Math.max(stride[axis], dilation[axis]));
    return drawn('convTranspose2d', {
      outChannels: split * dice.from(1, 3),
      kernelSize: randomSize(dice, 4),
      stride,
      padding: randomBorder(dice, 2),
      outputPadding: dice.once(2) ? [0, 0] : [surplus(0), surplus(1)],
      groups: split,
      bias: !dice.once(3),
      dilation,
    });
  };
  const pooling = () => {
    const size = randomSize(dice, 4);
    const window = { size, stride: dice.once(3) ? null : randomSize(dice, 3), ceilMode: dice.once(2) };
    const padding = randomPadding(dice, Math.floor(Math.max(...size) / 2));
    return dice.once(2)
      ? drawn('maxPool2d', { ...window, padding, dilation: randomSize(dice, dice.pick([1, 1, 2])) })
      : drawn('avgPool2d', { ...window, padding, countIncludePad: dice.once(2) });
  };
  const resizing = [
    () => drawn(dice.pick(['globalAvgPool2d', 'globalMaxPool2d', 'flatten'] as const), {}),
    () => drawn('adaptiveAvgPool2d', { outputSize: [dice.from(1, height + 1), dice.from(1, width + 1)] }),
    () => drawn('zeroPad2d', { padding: randomBorder(dice, 2) }),
    () => drawn('upsample2d', { scale: randomSize(dice, 3), mode: dice.pick(['nearest', 'bilinear']) }),
    () => drawn('reshape', { shape: dice.pick([[width, channels, height], [channels * height * width]]) }),
    () => drawn('selectChannels', { channels: Array.from({ length: dice.from(1, 4) }, () => dice.below(channels)) }),
  ];
  const usual = Array.from({ length: 4 }, () => convolution);
  return [...usual, transposed, transposed, pooling, pooling, pooling, ...resizing];
};

/** Each axis from 1 to `most`; mostly the same for both. */
function randomSize(dice: Dice, most: number): Size2d {
  const height = dice.from(1, most);
  return [height, dice.once(3) ? dice.from(1, most) : height];
}

function randomBorder(dice: Dice, most: number): Padding2d {
  const [vertical, horizontal] = [dice.from(0, most), dice.from(0, most)];
  if (dice.once(2)) return [vertical, vertical, horizontal, horizontal];
  return [vertical, dice.from(0, most), horizontal, dice.from(0, most)];
}

const randomPadding = (dice: Dice, most: number): Padding2d | 'same' =>
  dice.once(3) ? 'same' : dice.once(3) ? [0, 0, 0, 0] : randomBorder(dice, most);

const divisors = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index + 1).filter((each) => count % each === 0);

const randomLoss = (dice: Dice): LossSpec =>
  dice.pick<LossSpec>([
    { kind: 'crossEntropy', labelSmoothing: 0 },
    { kind: 'crossEntropy', labelSmoothing: 0.2 },
    { kind: 'binaryCrossEntropy' },
    { kind: 'meanSquaredError' },
  ]);

function randomClipping(dice: Dice): Pick<TrainingSpec, 'clipGradNorm' | 'clipGradValue'> {
  const most = dice.pick([0.01, 0.1, 1]);
  const by = dice.below(4);
  return { clipGradNorm: by === 0 ? most : null, clipGradValue: by === 1 ? most : null };
}

/** Well above the rounding of gradients that are zero, which each of these optimizers would divide by its own size. */
const epsilons = [1e-3, 1e-4];

function randomOptimizer(dice: Dice): OptimizerSpec {
  const weightDecay = dice.pick([0, 0, 0.01, 0.3]);
  const momentum = dice.pick([0, 0.5, 0.9]);
  switch (dice.below(4)) {
    case 0: {
      const nesterov = momentum > 0 && dice.once(2);
      const learningRate = randomSchedule(dice, dice.pick([1e-4, 1e-3, 3e-3]));
      return {
        ...{ kind: 'sgd', learningRate, momentum, dampening: nesterov ? 0 : dice.pick([0, 0.3]) },
        ...{ nesterov, weightDecay },
      };
    }
    case 1:
      return {
        kind: 'rmsprop',
        learningRate: randomSchedule(dice, dice.pick([1e-4, 1e-3])),
        alpha: dice.pick([0.99, 0.9, 0.5]),
        epsilon: dice.pick(epsilons),
        ...{ momentum, centered: dice.once(2), weightDecay },
      };
    default:
      return {
        kind: dice.pick(['adam', 'adamW']),
        learningRate: randomSchedule(dice, dice.pick([1e-4, 1e-3, 0.01])),
        beta1: dice.pick([0.9, 0.5, 0]),
        beta2: dice.pick([0.999, 0.9]),
        epsilon: dice.pick(epsilons),
        weightDecay,
      };
  }
}

/** Of a run of two epochs with ten steps. */
function randomSchedule(dice: Dice, learningRate: number): ScheduleSpec {
  const schedule = plainSchedule(dice, learningRate);
  if (!dice.once(3)) return schedule;
  const duration = dice.pick([{ steps: dice.from(1, 7) }, { epochs: dice.pick([0.25, 0.5, 1]) }]);
  return { kind: 'warmup', duration, startFactor: dice.pick([0.01, 0.5, 1]), schedule };
}

function plainSchedule(dice: Dice, learningRate: number): PlainScheduleSpec {
  const every = dice.pick([{ steps: dice.from(1, 6) }, { epochs: dice.pick([0.15, 0.3, 1]) }]);
  const gamma = dice.pick([0.1, 0.5, 0.9, 1]);
  switch (dice.below(5)) {
    case 0:
      return { kind: 'cosine', learningRate, finalLearningRate: dice.pick([0, learningRate / 10]) };
    case 1:
      return { kind: 'stepDecay', learningRate, every, gamma };
    case 2:
      return { kind: 'exponential', learningRate, every, gamma };
    case 3:
      return {
        kind: 'multiStepDecay',
        ...{ learningRate, gamma, milestones: dice.pick([{ steps: [2, 5, 8] }, { epochs: [0.1, 0.45] }]) },
      };
    default:
      return { kind: 'constant', learningRate };
  }
}
