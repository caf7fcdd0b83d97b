import {
  add,
  batchNorm2d,
  conv2d,
  crossEntropy,
  dense,
  flatten,
  globalAvgPool2d,
  imageFolder,
  input,
  maxPool2d,
  model,
  multiStepDecay,
  randomHorizontalFlip,
  randomResizedCrop,
  relu,
  sequential,
  sgd,
  type Tensor,
} from 'cnn-lab';

/** Convolution and batch normalisation, which has a bias of its own. */
const convolution = (channels: number, size: number, stride = 1) =>
  sequential([conv2d(channels, size, { stride, padding: (size - 1) / 2, bias: false }), batchNorm2d()]);

/**
 * A bottleneck: 1×1 narrows, 3×3 looks around, 1×1 widens to four times the channels; the sum goes past all three,
 * through a 1×1 convolution at the first block of a stage.
 */
function block(x: Tensor, width: number, stride: number, isFirst: boolean): Tensor {
  const residual = sequential([
    convolution(width, 1),
    relu(),
    convolution(width, 3, stride), // the paper strides in the 1×1 before; here as torchvision, "ResNet v1.5"
    relu(),
    convolution(4 * width, 1),
  ]);
  const shortcut = isFirst ? convolution(4 * width, 1, stride)(x) : x;
  return relu()(add(residual(x), shortcut));
}

const stages = [
  { width: 64, blocks: 3, stride: 1 },
  { width: 128, blocks: 4, stride: 2 },
  { width: 256, blocks: 6, stride: 2 },
  { width: 512, blocks: 3, stride: 2 },
];

const image = input([3, 224, 224]);
let x = sequential([
  convolution(64, 7, 2), // large kernels for the image itself
  relu(),
  maxPool2d(3, { stride: 2, padding: 1 }),
])(image);
for (const { width, blocks, stride } of stages) {
  for (let index = 0; index < blocks; index++) {
    const isFirst = index === 0;
    x = block(x, width, isFirst ? stride : 1, isFirst);
  }
}

/**
 * ResNet-50: 25,557,032 parameters.
 * He, Zhang, Ren & Sun, "Deep Residual Learning for Image Recognition", 2015, table 1.
 */
export default model({
  name: 'ResNet-50',
  inputs: image,
  outputs: sequential([globalAvgPool2d(), flatten(), dense(1000)])(x),
  // One folder a class in imagenet/train and imagenet/val. With fewer classes, change dense(1000).
  data: imageFolder('imagenet', { size: 224, augment: [randomResizedCrop(), randomHorizontalFlip()] }),
  training: {
    epochs: 90,
    batchSize: 32,
    loss: crossEntropy(),
    optimizer: sgd({
      learningRate: multiStepDecay(0.1, { epochs: [30, 60] }),
      momentum: 0.9,
      weightDecay: 1e-4,
    }),
    seed: 1,
  },
});
