/** The picture on a builder's page: its window, its curve, or the volumes before and after it. */
import * as l10n from '@vscode/l10n';
import { palettes, windowPicture } from '../../src/editor/hints/windowPicture.ts';
import { networkOf } from '../../src/model/network.ts';
import type { ReferenceEntry } from '../../src/model/reference.ts';
import type { ModelSpec } from '../../src/model/spec.ts';
import type { Words } from '../../webview/diagram/picture/blocks.ts';
import { print } from '../../webview/diagram/picture/palette.ts';
import { pictureOf as networkPicture } from '../../webview/diagram/picture/picture.ts';
import { svgText } from '../../webview/diagram/picture/svg.ts';
import { curvePicture } from './curves.ts';
import { branchesOf, type WorkedExample } from './workedExample.ts';

export interface PagePicture {
  readonly svg: string;
  /** Text alternative. */
  readonly says: string;
}

/** On a white ground, so that it is readable on any background. */
const paper = { ...palettes.light, background: '#ffffff' };

/** `null` if only values change. */
export function pictureOf(entry: ReferenceEntry, example: WorkedExample | undefined): PagePicture | null {
  const { window = null, inputs = [], output = [] } = example?.node ?? {};
  if (window && inputs[0]) {
    const svg = windowPicture({ input: inputs[0], output, window }, { palette: paper, moves: true });
    return { svg, says: l10n.t('The window on its input, and the value that it gives') };
  }
  const curve = curvePicture(entry.name, paper);
  if (curve) return { svg: curve, says: l10n.t('The graph of the function') };
  const spec = example ? example.spec : branchesOf(entry.examples);
  const isDrawn = spec && networkOf(spec).nodes.some(({ role }) => role !== 'input' && role !== 'pass');
  // The vector of an example is not a feature map.
  if (!isDrawn || inputs[0]?.length === 1) return null;
  return { svg: volumes(spec), says: l10n.t('The feature maps before and after it') };
}

function volumes(spec: ModelSpec): string {
  const view = { width: 640, height: 260 };
  const options = { style: 'volumes', fold: false, exceptions: new Set<string>(), view, least: 0, words } as const;
  return svgText(networkPicture(networkOf(spec), options), print, spec.name, 'sans-serif');
}

/** Layers have the names of a model file. */
const words: Words = {
  input: '',
  operation: ({ kind }) => kind,
  window: (size, stride) => (stride === null ? size : `${size} / ${stride}`),
  groups: String,
  depthwise: '',
  layer: ({ kind }) => kind,
  repeated: (count, output) => `× ${count} → ${output}`,
};
