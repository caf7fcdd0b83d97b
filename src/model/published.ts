/**
 * Published accuracy of the zoo: top-1 on ImageNet's 50,000 validation images, single centre crop, of the weights that
 * torchvision publishes ("Table of all available classification weights", `V1`). AlexNet's own paper averages ten
 * crops, so its two-group form has no comparable figure.
 */

/** Networks of one hue, as in Canziani et al., 2016, figure 1. */
export type Family = 'AlexNet' | 'VGG' | 'Inception' | 'ResNet' | 'SqueezeNet' | 'MobileNet' | 'DenseNet';

export interface PublishedAccuracy {
  /** As `ZooModel.file`. */
  readonly file: string;
  readonly family: Family;
  /** A fraction. */
  readonly top1: number;
  /** Which weights were measured. */
  readonly source: string;
}

const published = (file: string, family: Family, top1: number, weights: string): PublishedAccuracy => ({
  file: `${file}.cnn.ts`,
  family,
  top1,
  source: `torchvision, ${weights}_Weights.IMAGENET1K_V1`,
});

export const publishedAccuracies: readonly PublishedAccuracy[] = [
  published('alexnet-torchvision', 'AlexNet', 0.56522, 'AlexNet'),
  published('vgg16', 'VGG', 0.71592, 'VGG16'),
  published('googlenet', 'Inception', 0.69778, 'GoogLeNet'),
  published('resnet18', 'ResNet', 0.69758, 'ResNet18'),
  published('resnet50', 'ResNet', 0.7613, 'ResNet50'),
  published('squeezenet', 'SqueezeNet', 0.58178, 'SqueezeNet1_1'),
  published('densenet121', 'DenseNet', 0.74434, 'DenseNet121'),
  published('mobilenetv2', 'MobileNet', 0.71878, 'MobileNet_V2'),
];
