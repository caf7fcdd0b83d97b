/**
 * The zoo: published networks as model files in `examples/`, and what is known of them. A test checks parameters and
 * multiply-adds by evaluating every file and, where torchvision is installed, counting its models.
 */
import * as l10n from '@vscode/l10n';

export interface ZooModel {
  /** Name of the file in `examples/`. */
  readonly file: string;
  /** The model's own name. */
  readonly name: string;
  /** Year of the paper. */
  readonly year: number;
  /** The data it is made for: MNIST, which comes with the extension, or folders of images of these data sets' size. */
  readonly images: 'mnist' | 'cifar' | 'imagenet';
  /** Trainable values. */
  readonly params: number;
  /** Multiply-adds of one image in convolutions and dense layers; bias not counted. */
  readonly macs: number;
  /** What one learns from it, in one line. */
  readonly teaches: string;
}

/** Sorted by data, then by year. */
export function zoo(): readonly ZooModel[] {
  return [
    {
      file: 'mlp.cnn.ts',
      name: 'MLP',
      year: 1986,
      images: 'mnist',
      params: 535_818,
      macs: 535_040,
      teaches: l10n.t('No convolutions, as a baseline to compare with'),
    },
    {
      file: 'lenet5.cnn.ts',
      name: 'LeNet-5',
      year: 1998,
      images: 'mnist',
      params: 61_706,
      macs: 416_520,
      teaches: l10n.t('The first step: convolution, pooling, dense layers'),
    },
    {
      file: 'lenet5-1998.cnn.ts',
      name: 'LeNet-5 of 1998',
      year: 1998,
      images: 'mnist',
      params: 60_000,
      macs: 328_096,
      teaches: l10n.t('As published: partial connections, radial basis outputs'),
    },
    {
      file: 'relunet.cnn.ts',
      name: 'ReLU net',
      year: 2014,
      images: 'mnist',
      params: 233_162,
      macs: 3_926_912,
      teaches: l10n.t('ReLU and max pooling, as in the deconvnet of Zeiler & Fergus'),
    },
    {
      file: 'small-cnn.cnn.ts',
      name: 'Small CNN',
      year: 2015,
      images: 'mnist',
      params: 117_626,
      macs: 4_729_728,
      teaches: l10n.t('Modern parts: batch normalisation, dropout, augmentation'),
    },
    {
      file: 'resnet20.cnn.ts',
      name: 'ResNet-20',
      year: 2015,
      images: 'cifar',
      params: 272_474,
      macs: 40_813_184,
      teaches: l10n.t('Residual blocks in a network that trains in hours'),
    },
    {
      file: 'alexnet.cnn.ts',
      name: 'AlexNet',
      year: 2012,
      images: 'imagenet',
      params: 60_965_224,
      macs: 724_406_816,
      teaches: l10n.t('ReLU, dropout, two groups, overlapping pooling'),
    },
    {
      file: 'alexnet-torchvision.cnn.ts',
      name: 'AlexNet of torchvision',
      year: 2014,
      images: 'imagenet',
      params: 61_100_840,
      macs: 714_188_480,
      teaches: l10n.t('AlexNet for a single GPU, as in frameworks'),
    },
    {
      file: 'vgg16.cnn.ts',
      name: 'VGG-16',
      year: 2014,
      images: 'imagenet',
      params: 138_357_544,
      macs: 15_470_264_320,
      teaches: l10n.t('Depth from 3×3 kernels alone'),
    },
    {
      file: 'googlenet.cnn.ts',
      name: 'GoogLeNet',
      year: 2014,
      images: 'imagenet',
      params: 6_624_904,
      macs: 1_498_376_192,
      teaches: l10n.t('Inception: kernels of several sizes side by side'),
    },
    {
      file: 'resnet18.cnn.ts',
      name: 'ResNet-18',
      year: 2015,
      images: 'imagenet',
      params: 11_689_512,
      macs: 1_814_073_344,
      teaches: l10n.t('Residual blocks: layers learn what to add'),
    },
    {
      file: 'resnet50.cnn.ts',
      name: 'ResNet-50',
      year: 2015,
      images: 'imagenet',
      params: 25_557_032,
      macs: 4_089_184_256,
      teaches: l10n.t('Bottlenecks: deep and still affordable'),
    },
    {
      file: 'squeezenet.cnn.ts',
      name: 'SqueezeNet 1.1',
      year: 2016,
      images: 'imagenet',
      params: 1_235_496,
      macs: 349_151_936,
      teaches: l10n.t('Few parameters: 1×1 squeezes, no dense layer'),
    },
    {
      file: 'densenet121.cnn.ts',
      name: 'DenseNet-121',
      year: 2016,
      images: 'imagenet',
      params: 7_978_856,
      macs: 2_834_161_664,
      teaches: l10n.t('Every layer sees all layers before it'),
    },
    {
      file: 'mobilenetv2.cnn.ts',
      name: 'MobileNetV2',
      year: 2018,
      images: 'imagenet',
      params: 3_504_872,
      macs: 300_774_272,
      teaches: l10n.t('Depthwise convolutions: few multiply-adds, for phones'),
    },
  ];
}
