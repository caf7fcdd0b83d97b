/** Everything the network diagram says, in one place for translators. */
import type { NetworkNode } from '../../src/model/network.ts';
import { formatInteger } from '../format.ts';
import { t } from '../localization.ts';
import { sizeText, type Words } from './picture/blocks.ts';
import { layersOf, type Volume } from './structure/volumes.ts';

export const strings = {
  reading: t('Reading the model …'),
  waiting: t('The network is drawn as soon as the model is valid.'),
  lastValid: t('The last valid model is shown.'),
  volumes: t('Volumes'),
  planes: t('Planes'),
  style: t('Style'),
  fold: t('Fold repeated blocks'),
  zoomIn: t('Zoom in'),
  zoomOut: t('Zoom out'),
  fit: t('Fit to the view'),
  fitReadable: t('Readable size'),
  exportColours: t('Colours of the export'),
  themeColours: t('Colours of the theme'),
  printColours: t('Colours for print'),
  saveSvg: t('Save as SVG'),
  savePng: t('Save as PNG'),
  tooLarge: t('The diagram is too large for a PNG file here. Save it as SVG.'),
  scale: t('Scale: lengths by the square root of pixels, channels and values.'),
  hint: t('Drag or scroll to move, Ctrl+scroll to zoom. Arrow keys follow the edges, Enter goes to the code.'),
  diagram: (name: string, layers: string) =>
    t('Network {0}: {1} layers. Arrow keys follow the edges, Enter goes to the code.', name, layers),
  unfold: (count: string) => t('Unfold {0} repeated blocks', count),
  foldAgain: (count: string) => t('Fold {0} repeated blocks', count),
} as const;

/** By kind; the others are called as in the model file. */
const shortNames: Readonly<Record<string, string>> = {
  batchNorm2d: t('BN'),
  groupNorm: t('GN'),
  layerNorm: t('LN'),
  localResponseNorm: t('LRN'),
  relu: 'ReLU',
  leakyRelu: 'Leaky ReLU',
  elu: 'ELU',
  gelu: 'GELU',
  silu: 'SiLU',
};

export const words: Words = {
  input: t('input'),
  operation({ role, kind }, style) {
    switch (role) {
      case 'convolution':
        return kind === 'convTranspose2d' ? t('transposed conv.') : t('convolutions');
      case 'pooling':
        if (style === 'planes') return t('subsampling');
        return kind === 'maxPool2d' || kind === 'globalMaxPool2d' ? t('max pooling') : t('average pooling');
      case 'dense':
        return t('full connection');
      case 'merge':
        return t('concatenation');
      default:
        return shortNames[kind] ?? kind;
    }
  },
  window: (size, stride) => (stride === null ? size : t('{0}, stride {1}', size, stride)),
  groups: (count) => t('{0} groups', formatInteger(count)),
  depthwise: t('depthwise'),
  layer: ({ kind }) => shortNames[kind] ?? kind,
  repeated: (count, output) => `× ${count} → ${output}`,
};

/** The accessible description of a volume, also its tooltip. `sources`: names of its inputs. */
export function volumeLabel(volume: Volume, sources: readonly string[], repetitions: number): string {
  const { head, shape } = volume;
  const layers = layersOf(volume);
  const sum = (count: (node: NetworkNode) => number) => layers.reduce((total, node) => total + count(node), 0);
  const [params, macs] = [sum(({ params }) => params), sum(({ macs }) => macs)];
  const beside = layers.filter((node) => node !== head).map((node) => words.layer(node));
  const { window } = head;
  const what = head.role === 'input' ? words.input : words.operation(head, 'volumes');
  return [
    head.role === 'input' ? what : `${head.name}: ${what}${window ? ` ${window.size.join('×')}` : ''}`,
    t('output {0}', sizeText(shape)),
    ...(beside.length > 0 ? [t('with {0}', beside.join(', '))] : []),
    ...(params > 0 ? [t('{0} parameters', formatInteger(params))] : []),
    ...(macs > 0 ? [t('{0} multiply-adds', formatInteger(macs))] : []),
    ...(sources.length > 0 ? [t('from {0}', sources.join(', '))] : []),
    ...(repetitions > 1 ? [t('{0} times', repetitions)] : []),
  ].join(' · ');
}
