/** The whole picture of a network, as marks. */
import type { Network } from '../../../src/model/network.ts';
import { foldingOf } from '../structure/folding.ts';
import { segmentsOf } from '../structure/segments.ts';
import { layersOf, type Volume, volumesOf } from '../structure/volumes.ts';
import { type Block, blockOf, placedMarks, sizeText, type Words } from './blocks.ts';
import { type Connection, type Layout, layOut, type Placed, type Size } from './layout.ts';
import {
  type Box,
  circle,
  line,
  type Mark,
  type Point,
  polygon,
  rectangle,
  rounded,
  text,
  textWidth,
} from './marks.ts';
import { extremesOf, kernelOn, type Style } from './solids.ts';

export interface PictureOptions {
  readonly style: Style;
  /** `null` folds only if there are many volumes. */
  readonly fold: boolean | null;
  /** Keys of the repeats that are drawn the other way. */
  readonly exceptions: ReadonlySet<string>;
  /** Size of the view to fill. */
  readonly view: Size;
  /** If everything would be scaled below this, the picture fits only the view's width. */
  readonly least: number;
  readonly words: Words;
}

/** A drawn volume, for display, keyboard and screen readers. */
export interface DrawnVolume {
  readonly volume: Volume;
  /** Ids of all nodes that it stands for, including folded repetitions. */
  readonly nodes: readonly number[];
  /** Rectangle around the body. */
  readonly box: Box;
  readonly marks: readonly Mark[];
  /** Drawn volumes that feed it, and that it feeds; by volume index. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

export interface DrawnRepeat {
  readonly key: string;
  readonly folded: boolean;
  readonly count: number;
  /** Drawn behind everything. */
  readonly frame: readonly Mark[];
  /** The button that folds and unfolds it. */
  readonly tag: { readonly box: Box; readonly marks: readonly Mark[] };
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly repeats: readonly DrawnRepeat[];
  readonly connections: readonly Mark[];
  /** In order of execution. */
  readonly volumes: readonly DrawnVolume[];
  /** Kernels and their projections, drawn over everything. */
  readonly kernels: readonly Mark[];
  readonly folded: boolean;
}

/** More volumes than this are folded unless the user says otherwise. */
const mostUnfolded = 45;

const framePadding = { x: 4, y: 2 } as const;

export function pictureOf({ nodes }: Network, options: PictureOptions): Picture {
  const { style, words, view, exceptions } = options;
  const volumes = volumesOf(nodes);
  const fold = options.fold ?? volumes.length > mostUnfolded;
  const all = segmentsOf(volumes);
  const { segments, repeats, shownAs } = foldingOf(all, fold, exceptions);
  const extremes = extremesOf(volumes.map(({ shape }) => shape));
  const blockFor = (volume: Volume) => blockOf(volume, style, extremes, words);
  const layout = layOut(segments, blockFor, style, view, options.least);
  return {
    width: layout.width,
    height: layout.height,
    // If nothing is folded, frames would only distract.
    repeats: repeats
      .filter(({ folded }) => fold || folded)
      .map(({ key, folded, count, start, period, drawn }) => {
        const last = all[start + period * count - 1]!.junction;
        const label = folded ? words.repeated(count, sizeText(last.shape)) : `× ${count}`;
        const strips = layout.strips.filter(({ segment }) => segment >= drawn.first && segment < drawn.end);
        return { key, folded, count, ...framed(rowBoxes(strips.map(({ box }) => box)), label) };
      }),
    connections: layout.connections.flatMap((connection) => connectionMarks(connection, layout)),
    volumes: drawnVolumes(layout, volumes, shownAs),
    kernels: kernelMarks(layout),
    folded: fold,
  };
}

function drawnVolumes(layout: Layout, volumes: readonly Volume[], shownAs: readonly number[]): readonly DrawnVolume[] {
  const nodes = volumes.map(() => [] as number[]);
  for (const volume of volumes) nodes[shownAs[volume.index]!]!.push(...layersOf(volume).map(({ id }) => id));
  const placed = [...layout.placed.values()].sort((a, b) => a.block.volume.index - b.block.volume.index);
  const [inputs, outputs] = [volumes, volumes].map((all) => all.map(() => new Set<number>()));
  for (const { from, to } of layout.connections) {
    if (to === null) continue;
    inputs![to]!.add(from);
    outputs![from]!.add(to);
  }
  return placed.map(({ block, at }) => {
    const { index } = block.volume;
    const { width, height } = block.solid;
    return {
      volume: block.volume,
      nodes: nodes[index]!,
      box: { ...at, width, height },
      marks: placedMarks(block, at),
      inputs: [...inputs![index]!],
      outputs: [...outputs![index]!],
    };
  });
}

/** Lines between bodies; between dense layers every value meets every other. */
function connectionMarks({ to, from, points, direct }: Connection, { placed }: Layout): readonly Mark[] {
  const source = placed.get(from)!;
  const target = to === null ? undefined : placed.get(to)!;
  const way = rounded(points, 12, { stroke: 'edge', width: 1.2 });
  if (!target) return [way];
  if (direct && target.block.volume.head.role === 'dense') return fullConnection(source, target);
  // A projected kernel already shows the connection.
  if (direct && projects(source.block, target.block)) return [];
  return [way, arrow(points.at(-2)!, points.at(-1)!)];
}

function fullConnection(source: Placed, target: Placed): readonly Mark[] {
  const { face, width, height } = source.block.solid;
  const side = face
    ? [face.at(1, 0), face.at(1, 1)]
    : [
        { x: width, y: 4 },
        { x: width, y: height - 4 },
      ];
  const [top, bottom] = side.map(({ x, y }) => ({ x: x + source.at.x + 2, y: y + source.at.y }));
  const starts = [top!, { x: top!.x, y: (top!.y + bottom!.y) / 2 }, bottom!];
  const ends = [4, target.block.solid.height / 2, target.block.solid.height - 4];
  return starts.flatMap((from) =>
    ends.map((y) => line([from, { x: target.at.x - 2, y: target.at.y + y }], { stroke: 'edge', width: 0.7 })),
  );
}

function arrow(from: Point, to: Point): Mark {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const wing = (turn: number): Point => ({
    x: to.x - 7 * Math.cos(angle + turn),
    y: to.y - 7 * Math.sin(angle + turn),
  });
  return polygon([to, wing(0.42), wing(-0.42)], { fill: 'edge' });
}

const projects = (source: Block, target: Block): boolean =>
  source.solid.face !== null && target.volume.head.window !== null && target.volume.before.length === 0;

/** The kernel of each layer on the map that it slides over, and the one value that it produces. */
function kernelMarks({ placed, connections }: Layout): readonly Mark[] {
  const targets = new Map<number, Placed[]>();
  for (const { from, to, direct } of connections) {
    const target = to === null ? undefined : placed.get(to);
    if (target && direct && projects(placed.get(from)!.block, target.block))
      targets.set(from, [...(targets.get(from) ?? []), target]);
  }
  return [...targets].flatMap(([from, all]) => {
    const source = placed.get(from)!;
    // Several kernels on one map are placed below each other, in the order of their outputs.
    const sorted = all.toSorted((a, b) => a.at.y - b.at.y);
    return sorted.flatMap((target, i) => projection(source, target, (i + 1) / (sorted.length + 1)));
  });
}

function projection(source: Placed, target: Placed, down: number): readonly Mark[] {
  const [, height = 1, width = 1] = source.block.volume.shape;
  const { reach } = target.block.volume.head.window!;
  const kernel = kernelOn(source.block.solid.face!, reach, [height, width], down).map(({ x, y }) => ({
    x: x + source.at.x,
    y: y + source.at.y,
  }));
  const { entry } = target.block.solid;
  const value = { x: target.at.x + entry.x + 3, y: target.at.y + entry.y };
  return [
    ...kernel.map((corner) => line([corner, value], { stroke: 'kernel', width: 0.7 })),
    polygon(kernel, { stroke: 'kernel', fill: 'kernelFill', width: 1.4 }),
    circle(value, 2, { fill: 'kernel' }),
  ];
}

/** One box for the strips of each row. */
function rowBoxes(boxes: readonly Box[]): readonly Box[] {
  const rows: Box[] = [];
  for (const box of boxes) {
    const last = rows.at(-1);
    // Strips of a row have one middle; those further right are in the same.
    if (last && box.x > last.x && Math.abs(box.x - last.x - last.width) < 1) {
      const y = Math.min(last.y, box.y);
      const bottom = Math.max(last.y + last.height, box.y + box.height);
      rows[rows.length - 1] = { x: last.x, y, width: last.width + box.width, height: bottom - y };
    } else rows.push(box);
  }
  return rows;
}

function framed(rows: readonly Box[], label: string): Pick<DrawnRepeat, 'frame' | 'tag'> {
  const boxes = rows.map(({ x, y, width, height }) => ({
    x: x + framePadding.x,
    y: y - framePadding.y - tagHeight,
    width: width - 2 * framePadding.x,
    height: height + 2 * framePadding.y + tagHeight,
  }));
  const first = boxes[0]!;
  // Bold text is wider.
  const width = 1.15 * textWidth(label, 12) + 16;
  const tag = { x: first.x, y: first.y, width, height: tagHeight };
  return {
    frame: boxes.map((box) => rectangle(box, { stroke: 'frame', dashed: true, width: 1 })),
    tag: {
      box: tag,
      marks: [
        rectangle(tag, { stroke: 'frame', fill: 'background' }),
        text(tag.x + width / 2, tag.y + 13, label, { bold: true, ink: 'text' }),
      ],
    },
  };
}

const tagHeight = 18;

/** All marks, from back to front. */
export function marksOf({ repeats, connections, volumes, kernels }: Picture): readonly Mark[] {
  return [
    ...repeats.flatMap(({ frame }) => frame),
    ...connections,
    ...volumes.flatMap(({ marks }) => marks),
    ...kernels,
    ...repeats.flatMap(({ tag }) => tag.marks),
  ];
}
