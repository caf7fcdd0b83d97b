/** Layers where branches meet: any number of tensors become one. */
import * as l10n from '@vscode/l10n';
import type { Value } from '../../tensor/program.ts';
import { Complaint, type Remedy } from '../problem.ts';
import type { Shape } from '../spec.ts';
import type { Inputs, LayerDefinition } from './definition.ts';
import { formatShape } from './shapes.ts';

interface Merge {
  /** The merged shape of two inputs (or of all before, and the next); `null` if they do not fit. */
  meet(a: Shape, b: Shape): Shape | null;
  formula?(inputs: Inputs): readonly string[];
  /** What the inputs must have in common, for messages. */
  rule(): string;
  lower(inputs: readonly [Value, ...Value[]]): Value;
}

export function merging(
  kind: string,
  { meet, formula, rule, lower }: Merge,
): LayerDefinition<Readonly<Record<string, never>>> {
  /** The merged shape. Throws a Complaint about the first input that does not fit those before it. */
  function output([first, ...rest]: Inputs, sources: readonly string[]): Shape {
    let shape = first;
    for (const [index, next] of rest.entries()) {
      const merged = meet(shape, next);
      if (!merged) {
        const [before, source] = [sources.slice(0, index + 1).join(', '), sources[index + 1] ?? ''];
        const [left, right] = [formatShape(shape), formatShape(next)];
        const message = l10n.t(
          'The inputs of {0} do not fit: {1} gives {2}, and {3} gives {4}. {5}',
          kind,
          before,
          left,
          source,
          right,
          rule(),
        );
        const bring = kind === 'concat' ? resizings : projections;
        const remedies = bring(index === 0 ? first : null, next, shape, index + 1);
        throw new Complaint('shapes-do-not-meet', [index + 1], message, remedies);
      }
      shape = merged;
    }
    return shape;
  }
  return {
    signature: { positional: {}, options: {} },
    merges: true,
    attributes: () => ({}),
    rules: () => ({ output, formula, lower: ({ inputs }) => lower(inputs) }),
  };
}

/** 1×1 convolutions that bring one of two feature maps to the shape of the other, as the shortcuts of ResNet do. */
function projections(first: Shape | null, next: Shape, met: Shape, position: number): Remedy[] {
  return [first && projection(first, next, position - 1), projection(next, met, position)].filter(
    (remedy) => remedy !== null,
  );
}

function projection(from: Shape, to: Shape, position: number): Remedy | null {
  const [channels, ...size] = to;
  const strides = size.map((length, axis) => Math.ceil((from[axis + 1] ?? 0) / length));
  const [vertical = 0, horizontal = 0] = strides;
  const reaches = size.every((length, axis) => Math.ceil((from[axis + 1] ?? 0) / (strides[axis] ?? 1)) === length);
  if (to.length !== 3 || from.length !== 3 || !reaches) return null;
  const stride = vertical === horizontal ? String(vertical) : `[${vertical}, ${horizontal}]`;
  const layer = { builder: 'conv2d', args: `(${channels}, 1${stride === '1' ? '' : `, { stride: ${stride} }`})` };
  const title = l10n.t('Pass argument {0} through {1}', position + 1, layer.builder + layer.args);
  return { kind: 'wrap', title, path: [position], layer };
}

/** Upsampling of the smaller of two feature maps, or pooling of the larger, where one is a multiple of the other. */
function resizings(first: Shape | null, next: Shape, met: Shape, position: number): Remedy[] {
  return [first && resizing(first, next, position - 1), resizing(next, met, position)].filter(
    (remedy) => remedy !== null,
  );
}

function resizing(from: Shape, to: Shape, position: number): Remedy | null {
  if (from.length !== 3 || to.length !== 3) return null;
  const larger = ratio(to, from);
  const builder = larger ? 'upsample2d' : 'maxPool2d';
  const factor = larger ?? ratio(from, to);
  if (factor === null) return null;
  const layer = { builder, args: `(${factor})` };
  const title = l10n.t('Pass argument {0} through {1}', position + 1, builder + layer.args);
  return { kind: 'wrap', title, path: [position], layer };
}

/** How many times larger in height and width one is than the other; `null` if that is no whole number. */
function ratio([, ...size]: Shape, [, ...unit]: Shape): string | null {
  const [vertical = 0, horizontal = 0] = size.map((length, axis) => length / (unit[axis] ?? 0));
  if (!Number.isInteger(vertical) || !Number.isInteger(horizontal)) return null;
  return vertical === horizontal ? String(vertical) : `[${vertical}, ${horizontal}]`;
}

/** Equal shapes, or C×1×1 beside C×H×W. */
export function broadcastChannels(a: Shape, b: Shape): Shape | null {
  if (a.join() === b.join()) return a;
  if (a.length !== 3 || b.length !== 3 || a[0] !== b[0]) return null;
  if (isSinglePixel(b)) return a;
  return isSinglePixel(a) ? b : null;
}

const isSinglePixel = ([, height, width]: Shape): boolean => height === 1 && width === 1;
