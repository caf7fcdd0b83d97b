/** The examples of doc comments that name their sizes, `maxPool2d(2)  // 6×28×28 → 6×14×14`, computed. */
import * as builders from '../../src/cnn/index.ts';
import { type Snapshot, snapshot } from '../../src/cnn/record.ts';
import { elaborate } from '../../src/model/elaborate.ts';
import type { NodeReport } from '../../src/model/report.ts';
import type { LayerSpec, Shape } from '../../src/model/spec.ts';
import { isTagged } from '../../src/model/values.ts';

export interface WorkedExample {
  readonly code: string;
  readonly input: Shape;
  /** As the comment says. */
  readonly promised: Shape;
  readonly node: NodeReport;
  readonly layer: LayerSpec;
}

export function workedExamples(examples: readonly string[]): readonly WorkedExample[] {
  return examples
    .flatMap((example) => example.split('\n'))
    .flatMap((line) => {
      const [, code, input, promised] = /^(.+?)\s+\/\/ ([\d×]+) → ([\d×]+)$/.exec(line) ?? [];
      return code && input && promised ? [worked(code, shapeOf(input), shapeOf(promised))] : [];
    });
}

const shapeOf = (text: string): Shape => text.split('×').map(Number);

function worked(code: string, input: Shape, promised: Shape): WorkedExample {
  const names = Object.keys(builders);
  const build = new Function(...names, `return [${code}];`);
  const layers: builders.Layer[] = build(...Object.values(builders));
  // A model begins with an image; a vector is what flatten() makes of one.
  const [channels = 1, height = 1, width = 1] = input;
  const before = input.length === 1 ? [builders.flatten()] : [];
  const model = builders.model({ input: [channels, height, width], layers: [...before, ...layers] });
  const { calls, root }: Snapshot = JSON.parse(snapshot(model));
  if (!isTagged(root, 'call')) throw new Error(`${code} makes no model.`);
  const { report, spec, problems } = elaborate(calls, root.call, 'example');
  const [node, layer] = [report?.nodes.at(-1), spec?.layers.at(-1)];
  if (!node || !layer) throw new Error(`${code}: ${problems.map(({ message }) => message).join(' ')}`);
  return { code, input, promised, node, layer };
}
