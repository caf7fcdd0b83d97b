import {
  adam,
  add,
  batchNorm2d,
  conv2d,
  crossEntropy,
  dense,
  flatten,
  globalAvgPool2d,
  idx,
  input,
  model,
  relu,
  type Tensor,
} from 'cnn-lab';

interface Convolution {
  readonly stride?: number;
  readonly groups?: number;
}

/** Convolution of the same size (but for the stride), then batch normalisation. */
const normalised = (x: Tensor, channels: number, size: number, options: Convolution = {}) =>
  batchNorm2d()(conv2d(channels, size, { padding: (size - 1) / 2, bias: false, ...options })(x));

/** Inverted residual: widened by 1×1, filtered channel by channel, narrowed by 1×1 without an activation. */
function block(x: Tensor, from: number, to: number, expansion: number, stride: number): Tensor {
  const wide = from * expansion;
  const expanded = expansion === 1 ? x : relu()(normalised(x, wide, 1));
  const filtered = relu()(normalised(expanded, wide, 3, { stride, groups: wide }));
  const narrow = normalised(filtered, to, 1);
  return stride === 1 && from === to ? add(x, narrow) : narrow;
}

const image = input([3, 64, 64]);
let features: Tensor = relu()(normalised(image, 16, 3, { stride: 2 }));
let channels = 16;
for (const [to, expansion, repeats, first] of [
  [16, 1, 1, 1],
  [24, 6, 2, 2],
  [32, 6, 2, 2],
  [64, 6, 2, 2],
] as const) {
  for (let index = 0; index < repeats; index += 1) {
    features = block(features, channels, to, expansion, index === 0 ? first : 1);
    channels = to;
  }
}
features = relu()(normalised(features, 256, 1));

/** Depthwise separable blocks as in MobileNetV2 (Sandler et al., 2018), small, for 64×64 images. */
export default model({
  name: 'MobileNetV2, small',
  inputs: image,
  outputs: dense(10)(flatten()(globalAvgPool2d()(features))),
  data: idx({
    train: {
      images: '../../out/bench-data/mobilenet-train-images',
      labels: '../../out/bench-data/mobilenet-train-labels',
    },
    validation: {
      images: '../../out/bench-data/mobilenet-validation-images',
      labels: '../../out/bench-data/mobilenet-validation-labels',
    },
  }),
  training: { epochs: 1, batchSize: 32, loss: crossEntropy(), optimizer: adam({ learningRate: 1e-3 }), seed: 1 },
});
