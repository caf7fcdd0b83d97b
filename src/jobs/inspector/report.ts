/**
 * Reports what a model sees in an image, as pictures and numbers in a folder: kernels, feature maps, prediction,
 * projections, Grad-CAM and neighbours.
 */

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { writeJson } from '../../data/files.ts';
import { UserError } from '../../data/userError.ts';
import type { ProjectionMethod } from '../../insight/attribution/backwardRules.ts';
import { type InspectedLayer, mapsOf } from '../../insight/layers.ts';
import {
  colourMap,
  drawAtlas,
  drawImages,
  enlarge,
  overlay,
  type Picture,
  signedImage,
  squareColumns,
} from '../../insight/pictures/atlas.ts';
import { writePng } from '../../insight/pictures/png.ts';
import type { Guess } from '../../insight/prediction.ts';
import type { NotedRule } from '../../insight/results.ts';
import type { Shape } from '../../model/spec.ts';
import type { Inspector } from './inspector.ts';
import type { ImageSource, InspectedFacts, Look, Subject } from './protocol.ts';

export interface ReportRequest {
  readonly image: ImageSource;
  /** `null` for the last epoch whose weights are kept. */
  readonly epoch: number | null;
  readonly method: ProjectionMethod;
  /** Folder for the pictures; it must exist and be empty. */
  readonly out: string;
  /** Called with the path of each file before it is written. */
  readonly onFile?: (file: string) => void;
  /** Called with the current activity, for people. */
  readonly onProgress?: (what: string) => void;
}

/** A layer's maps in the report. Arrays have one number per map. */
export interface ReportedLayer {
  readonly node: number;
  readonly name: string;
  readonly kind: string;
  readonly shape: Shape;
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
  readonly mean: readonly (number | null)[];
  /** Share of values ≤ 0; `null` if zeros are not dead pixels. */
  readonly dead: readonly (number | null)[] | null;
  /** Picture of the maps, side by side, in the colours of the layer's range. */
  readonly maps: string;
  /** Picture of the kernels; `null` if there are none to show. */
  readonly kernels: string | null;
  /** Projections of the maps with the strongest response; `null` except for convolutions. */
  readonly projections: ReportedProjections | null;
}

export interface ReportedProjections {
  readonly method: ProjectionMethod;
  /** In the order of the picture. */
  readonly maps: readonly {
    readonly map: number;
    readonly row: number;
    readonly column: number;
    readonly value: number;
  }[];
  /** Layers where the method needed a rule. */
  readonly rules: readonly NotedRule[];
  readonly picture: string;
}

export interface InspectionReport {
  readonly model: string;
  readonly epoch: number;
  readonly image: {
    readonly label: number | null;
    readonly className: string | null;
    /** How the image was adapted. */
    readonly note: string | null;
    readonly picture: string;
  };
  readonly top5: readonly Guess[];
  readonly layers: readonly ReportedLayer[];
  readonly gradCam: {
    readonly node: number;
    readonly label: number;
    readonly size: readonly [number, number];
    readonly values: readonly (number | null)[];
    readonly picture: string;
  } | null;
  readonly neighbours: {
    readonly node: number;
    readonly nearest: readonly { readonly image: number; readonly label: number; readonly distance: number }[];
    readonly picture: string;
  } | null;
}

/** Number of maps to project per layer, and of neighbours. */
const most = 9;
/** Most tiles in one picture of kernels. */
const mostKernels = 1024;
/** Target size of tiles in pixels; they are enlarged by whole factors. */
const tileSide = 48;
const imageSide = 224;

const zoomTo = (side: number, height: number, width: number): number =>
  Math.max(1, Math.floor(side / Math.max(height, width)));

/**
 * Writes the report. Throws a `UserError` if there is no such epoch or image, or if the folder cannot be written to.
 */
export async function writeReport(inspector: Inspector, request: ReportRequest): Promise<InspectionReport> {
  const facts = await inspector.facts();
  const epoch = request.epoch ?? facts.epochs.at(-1);
  if (epoch === undefined)
    throw new UserError('no-such-epoch', l10n.t('{0} keeps no weights yet. Train it first.', facts.name));
  const subject: Subject = { epoch, image: request.image, transform: null };
  const look = await inspector.handlers.look({ ...subject, nodes: facts.layers.map(({ node }) => node) }, {});
  const pictures = new Pictures(request);
  const { shape } = facts;
  const zoom = zoomTo(imageSide, shape[1], shape[2]);
  const picture = await pictures.write('image', drawImages([look.pixels], shape, { zoom }));
  const layers: ReportedLayer[] = [];
  for (const layer of facts.layers) {
    request.onProgress?.(l10n.t('layer {0} of {1}: {2}', layer.node, facts.layers.length - 1, layer.name));
    layers.push(await reportLayer(inspector, pictures, subject, look, layer, facts, request.method));
  }
  request.onProgress?.(l10n.t('evidence and neighbours'));
  const report: InspectionReport = {
    model: facts.name,
    epoch,
    image: {
      label: look.label,
      className: look.label === null ? null : (facts.classNames[look.label] ?? String(look.label)),
      note: look.note,
      picture,
    },
    top5: look.guesses,
    layers,
    gradCam: await reportGradCam(inspector, pictures, subject, look, facts),
    neighbours: await reportNeighbours(inspector, pictures, subject, facts),
  };
  const file = path.join(request.out, 'inspect.json');
  request.onFile?.(file);
  await writeJson(file, report);
  return report;
}

/** Writes pictures to a folder, under names that sort in the order of layers. */
class Pictures {
  readonly #request: ReportRequest;

  constructor(request: ReportRequest) {
    this.#request = request;
  }

  /** The file's path relative to the folder. */
  async write(name: string, picture: Picture): Promise<string> {
    const file = `${name}.png`;
    const target = path.join(this.#request.out, file);
    this.#request.onFile?.(target);
    await mkdir(path.dirname(target), { recursive: true });
    await writePng(target, picture);
    return file;
  }
}

/** `02-relu_1`, with characters replaced that file names cannot have. */
const fileName = ({ node, name }: InspectedLayer): string =>
  `${String(node).padStart(2, '0')}-${name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 60)}`;

async function reportLayer(
  inspector: Inspector,
  pictures: Pictures,
  subject: Subject,
  look: Look,
  layer: InspectedLayer,
  facts: InspectedFacts,
  method: ProjectionMethod,
): Promise<ReportedLayer> {
  const { node, name, kind, shape, rectified } = layer;
  const values = look.maps[node]!;
  const { count, height, width } = mapsOf(shape);
  const diverging = colourMap('diverging');
  const zoom = zoomTo(tileSide, height, width);
  const isVector = shape.length !== 3;
  // A vector is laid out as a square of its values.
  const tiles = isVector ? { values, count: values.length, height: 1, width: 1 } : { values, count, height, width };
  const atlas = drawAtlas(tiles, { colours: diverging, scale: 'layer', zoom: isVector ? 8 : zoom, gap: 1 });
  const statistics = look.statistics[node]!;
  return {
    node,
    name,
    kind,
    shape,
    min: numbers(statistics.min),
    max: numbers(statistics.max),
    mean: numbers(statistics.mean),
    dead: rectified ? numbers(statistics.dead) : null,
    maps: await pictures.write(`maps/${fileName(layer)}`, atlas),
    kernels: kind === 'conv2d' ? await drawKernels(inspector, pictures, subject.epoch, layer) : null,
    projections:
      kind === 'conv2d' ? await reportProjections(inspector, pictures, subject, values, layer, facts, method) : null,
  };
}

/** In colour if there are three input channels, else one tile for each pair of channels. */
async function drawKernels(
  inspector: Inspector,
  pictures: Pictures,
  epoch: number,
  layer: InspectedLayer,
): Promise<string> {
  const { shape, weights } = await inspector.handlers.kernels({ epoch, node: layer.node }, {});
  const [outputs = 1, inputs = 1, height = 1, width = 1] = shape;
  const zoom = zoomTo(tileSide, height, width);
  const name = `kernels/${fileName(layer)}`;
  if (inputs === 3) {
    const largest = weights.reduce((size, weight) => Math.max(size, Math.abs(weight)), 0);
    const each = 3 * height * width;
    const images = Array.from({ length: outputs }, (_, output) =>
      signedImage(weights.subarray(output * each, (output + 1) * each), largest),
    );
    return pictures.write(name, drawImages(images, [3, height, width], { zoom, gap: 1 }));
  }
  const shown = Math.max(1, Math.min(outputs, Math.floor(mostKernels / inputs)));
  const tiles = { values: weights.subarray(0, shown * inputs * height * width), count: shown * inputs, height, width };
  const columns = inputs === 1 ? squareColumns(shown, height, width) : inputs;
  const options = { colours: colourMap('diverging'), scale: 'layer', zoom, gap: 1, columns } as const;
  return pictures.write(name, drawAtlas(tiles, options));
}

async function reportProjections(
  inspector: Inspector,
  pictures: Pictures,
  subject: Subject,
  values: Float32Array,
  layer: InspectedLayer,
  { shape }: InspectedFacts,
  method: ProjectionMethod,
): Promise<ReportedProjections> {
  const { count } = mapsOf(layer.shape);
  const area = values.length / count;
  const peaks = Array.from({ length: count }, (_, map) =>
    values.subarray(map * area, (map + 1) * area).reduce((peak, value) => Math.max(peak, value)),
  );
  const strongest = [...peaks.keys()].sort((a, b) => peaks[b]! - peaks[a]! || a - b).slice(0, most);
  const maps: ReportedProjections['maps'][number][] = [];
  const images: Uint8Array[] = [];
  let rules: readonly NotedRule[] = [];
  for (const map of strongest) {
    const request = { ...subject, node: layer.node, map, pixel: null, method };
    const projection = await inspector.handlers.projection(request, {});
    const { pixels, row, column, value } = projection;
    rules = projection.rules;
    maps.push({ map, row, column, value });
    images.push(
      signedImage(
        pixels,
        pixels.reduce((size, pixel) => Math.max(size, Math.abs(pixel)), 0),
      ),
    );
  }
  const zoom = zoomTo(imageSide / 2, shape[1], shape[2]);
  const drawn = drawImages(images, shape, { zoom, gap: 1, columns: Math.min(3, images.length) });
  return { method, maps, rules, picture: await pictures.write(`projections/${fileName(layer)}`, drawn) };
}

async function reportGradCam(
  inspector: Inspector,
  pictures: Pictures,
  subject: Subject,
  look: Look,
  { gradCamNode, shape }: InspectedFacts,
): Promise<InspectionReport['gradCam']> {
  if (gradCamNode === null) return null;
  const { node, label, size, values } = await inspector.handlers.gradCam({ ...subject, label: null, node: null }, {});
  const [, height, width] = shape;
  const heat = enlarge(values, size, [height, width]);
  const drawn = overlay(look.pixels, shape, heat, colourMap('viridis'), zoomTo(imageSide, height, width));
  return { node, label, size, values: numbers(values), picture: await pictures.write('grad-cam', drawn) };
}

async function reportNeighbours(
  inspector: Inspector,
  pictures: Pictures,
  subject: Subject,
  { shape, trainImages }: InspectedFacts,
): Promise<InspectionReport['neighbours']> {
  if (trainImages === 0) return null;
  const { node, nearest } = await inspector.handlers.neighbours({ ...subject, count: most }, {});
  const images = nearest.map(({ pixels }) => pixels);
  const zoom = zoomTo(imageSide / 2, shape[1], shape[2]);
  const drawn = drawImages(images, shape, { zoom, gap: 1, columns: images.length });
  const found = nearest.map(({ image, label, distance }) => ({ image, label, distance }));
  return { node, nearest: found, picture: await pictures.write('neighbours', drawn) };
}

/** JSON has no NaN. */
const numbers = (values: Float32Array): (number | null)[] =>
  Array.from(values, (value) => (Number.isFinite(value) ? value : null));
