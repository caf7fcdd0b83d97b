/** Evaluates the examples of doc comments that state their sizes: `maxPool2d(2)  // 6×28×28 → 6×14×14`. */
import * as builders from '../../src/cnn/index.ts';
import { type Snapshot, snapshot } from '../../src/cnn/record.ts';
import { elaborate } from '../../src/model/elaborate.ts';
import type { NodeReport } from '../../src/model/report.ts';
import type { LayerSpec, ModelSpec, Shape } from '../../src/model/spec.ts';
import { isTagged } from '../../src/model/values.ts';

export interface WorkedExample {
  readonly code: string;
  readonly input: Shape;
  /** The sizes in the comment. */
  readonly promised: Shape;
  readonly node: NodeReport;
  readonly layer: LayerSpec;
  readonly spec: ModelSpec;
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
  const layers: builders.Layer[] = run(`return [${code}];`);
  // A model starts with an image; for a vector, flatten() makes one of it.
  const [channels = 1, height = 1, width = 1] = input;
  const before = input.length === 1 ? [builders.flatten()] : [];
  const model = builders.model({ input: [channels, height, width], layers: [...before, ...layers] });
  const { report, spec, problems } = elaborated(model);
  const [node, layer] = [report?.nodes.at(-1), spec?.layers.at(-1)];
  if (!node || !layer || !spec) throw new Error(`${code}: ${problems.map(({ message }) => message).join(' ')}`);
  return { code, input, promised, node, layer, spec };
}

/** The graph of an example that computes `y` from a feature map `x`; `null` if there is none. */
export function branchesOf(examples: readonly string[]): ModelSpec | null {
  const line = examples.flatMap((example) => example.split('\n')).find((each) => each.startsWith('const y = '));
  if (!line) return null;
  return elaborated(
    run(`const x = input([16, 32, 32]);\n${line}\nreturn model({ name: 'example', inputs: x, outputs: y });`),
  ).spec;
}

/** Runs a function body with all builders in scope, and returns its result. */
function run(body: string) {
  const make = new Function(...Object.keys(builders), body);
  return make(...Object.values(builders));
}

function elaborated(model: unknown) {
  const { calls, root }: Snapshot = JSON.parse(snapshot(model));
  if (!isTagged(root, 'call')) throw new Error('An example makes no model.');
  return elaborate(calls, root.call, 'example');
}
