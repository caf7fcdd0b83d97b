/** Mutates valid model files, by a seed, as typing, cutting and pasting or malice would. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as builders from '../../src/cnn/index.ts';
import { layerOf } from '../../src/model/layers/index.ts';
import { lessons } from '../../src/model/lessons/index.ts';
import { lower } from '../../src/model/lower.ts';
import { modelBuffers, modelParameters } from '../../src/model/parameters.ts';
import type { ModelSpec } from '../../src/model/spec.ts';
import type { Analysis, SourceRange } from '../../src/sandbox/analysis.ts';
import { input } from '../../src/tensor/values.ts';
import { Dice } from '../support/dice.ts';
import { hostileCode, hostileValues } from './hostile.ts';

const imports = [...Object.keys(builders), 'type Tensor', 'type Layer'].join(', ');
const root = path.resolve(import.meta.dirname, '../..');
const originals = globSync(['examples/*.cnn.ts', 'bench/models/*.cnn.ts'], { cwd: root })
  .sort()
  .map((file) => readFileSync(path.join(root, file), 'utf8'))
  // With every builder at hand, a changed one is a changed model and not just a missing import.
  .map((text) => text.replace(/import \{[^}]*\} from 'cnn-lab'/, `import { ${imports} } from 'cnn-lab'`));

const words = /[A-Za-z_]\w*|\d[\w.]*|'[^'\n]*'|[^\s\w]/g;
const sizes = [
  '0',
  '-1',
  '1',
  '2',
  '3',
  '7',
  '11',
  '64',
  '1000',
  '1e9',
  '2.5',
  'NaN',
  '2147483648',
  '[1, 2]',
  "'same'",
];
const options = [
  'stride',
  'padding',
  'dilation',
  'groups',
  'bias',
  'ceilMode',
  'name',
  'p',
  'mode',
  'affine',
  'epsilon',
];
const layers = [
  'flatten()',
  'relu()',
  'maxPool2d(2)',
  'conv2d(8, 3)',
  'batchNorm2d()',
  'dropout(0.5)',
  'upsample2d(2)',
  'layerNorm()',
];
const kinds = [
  'conv2d',
  'maxPool2d',
  'relu',
  'flatten',
  'dense',
  'add',
  'concat',
  'model',
  'input',
  'dropout',
  'mnist',
];

type Mutation = (text: string, dice: Dice) => string;

/** Changes that leave most texts readable. */
const gentle: readonly Mutation[] = [
  // Another number, another builder, another value.
  (text, dice) => replaceOne(text, /\b\d[\d_.e-]*\b/g, dice, () => dice.pick(sizes)),
  (text, dice) => replaceOne(text, /\b[a-z]\w+(?=\()/g, dice, () => dice.pick(kinds)),
  (text, dice) => replaceOne(text, /\b\d[\d_.e-]*\b/g, dice, () => `(${dice.pick(Object.values(hostileValues))})`),
  // An option more.
  (text, dice) =>
    replaceOne(text, /(?<=[\w\]])\)(?=[,)])/g, dice, () => `, { ${dice.pick(options)}: ${dice.pick(sizes)} })`),
  // Code that means harm, before the model.
  (text, dice) => text.replace(/^(?=const |export )/m, () => `${dice.pick(Object.values(hostileCode))}\n`),
  // A line taken out, put in again, or moved.
  (text, dice) => inLines(text, dice, (lines, at) => lines.toSpliced(at, 1)),
  (text, dice) => inLines(text, dice, (lines, at) => lines.toSpliced(at, 0, lines[at]!)),
  (text, dice) => inLines(text, dice, (lines, at) => lines.toSpliced(at, 1).toSpliced(at + 1, 0, lines[at]!)),
  // A layer less or more.
  (text, dice) => replaceOne(text, /\b[a-z]\w+\([^()\n]*\),/g, dice, () => ''),
  (text, dice) => replaceOne(text, /(?<=\), *)(?=[a-z]\w+\()/g, dice, () => `${dice.pick(layers)}, `),
];

/** Changes that break most texts. */
const rough: readonly Mutation[] = [
  // Cut off.
  (text, dice) => text.slice(0, dice.below(text.length)),
  (text, dice) => text.slice(dice.below(Math.min(text.length, 200))),
  // A stretch taken out, or put in again.
  (text, dice) => without(text, dice, 12),
  (text, dice) => without(text, dice, 200),
  (text, dice) => {
    const start = dice.below(text.length);
    const copy = text.slice(start, start + dice.below(120));
    const at = dice.below(text.length);
    return text.slice(0, at) + copy + text.slice(at);
  },
  // Two words changed for each other, or those of a stretch shuffled.
  (text, dice) => exchange(text, dice, 1),
  (text, dice) => exchange(text, dice, 8),
  // A bracket, quote or comma more or less.
  (text, dice) => replaceOne(text, /[()[\]{},;'`]/g, dice, () => dice.pick(['', ...'()[]{},`'])),
  // What a keyboard does not have.
  (text, dice) => {
    const at = dice.below(text.length);
    const odd = dice.pick([
      '\u0000',
      '\ufeff',
      '\u2028',
      '\r',
      '\ud83d',
      '😀',
      '\u202e',
      '/*',
      '//',
      '`${',
      '\\u{',
      '#!',
    ]);
    return text.slice(0, at) + odd + text.slice(at);
  },
];

function inLines(text: string, dice: Dice, change: (lines: string[], at: number) => string[]): string {
  const lines = text.split('\n');
  return change(lines, dice.below(lines.length)).join('\n');
}

function without(text: string, dice: Dice, longest: number): string {
  const start = dice.below(text.length);
  return text.slice(0, start) + text.slice(start + 1 + dice.below(longest));
}

function exchange(text: string, dice: Dice, times: number): string {
  const places = [...text.matchAll(words)].map(({ index, 0: word }) => ({ index, word }));
  if (places.length < 2) return text;
  for (let count = 0; count < times; count++) {
    const first = dice.below(places.length);
    const second = Math.min(places.length - 1, first + dice.below(10));
    const [a, b] = [places[first]!, places[second]!];
    [a.word, b.word] = [b.word, a.word];
  }
  let at = 0;
  const gaps = [...text.matchAll(words)].map(({ index, 0: word }) => {
    const gap = text.slice(at, index);
    at = index + word.length;
    return gap;
  });
  return gaps.map((gap, index) => gap + places[index]!.word).join('') + text.slice(at);
}

function replaceOne(text: string, pattern: RegExp, dice: Dice, by: () => string): string {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const { index, 0: old } = dice.pick(found);
  return text.slice(0, index) + by() + text.slice(index + old.length);
}

/** The mutant of a number: always the same. */
export function mutant(seed: number): string {
  const dice = new Dice(seed);
  let text = dice.pick(originals);
  const changes = 1 + dice.below(3);
  const mutations = dice.below(4) === 0 ? rough : gentle;
  for (let change = 0; change < changes; change++) text = dice.pick(mutations)(text, dice);
  return text;
}

const codes: ReadonlySet<string> = new Set(Object.keys(lessons()));

/** Throws if an analysis contradicts its own text or the program that would be trained. */
export function checkAnalysis(text: string, analysis: Analysis): void {
  const { spec, report, diagnostics } = analysis;
  for (const { code, message, range, fixes } of diagnostics) {
    assert.ok(codes.has(code) && code !== 'analyser-ended', `the code ${code}: ${message}`);
    assert.doesNotMatch(message, /QuickJS|InternalError|wasm|sandbox|\bm0\b|snapshot|undefined is not/i);
    checkRange(text, range);
    for (const { edits } of fixes) for (const edit of edits) checkRange(text, edit.range);
  }
  const wrong = diagnostics.some(({ severity }) => severity === 'error');
  assert.equal(spec === null, wrong, 'errors and nothing else stop training');
  for (const node of report?.nodes ?? []) checkRange(text, node.range);
  if (!spec) return;
  assert.ok(report, 'a model that can be trained has hints');
  checkHints(spec, report);
}

/** The sizes in the hints against those of the program that trains. */
function checkHints(spec: ModelSpec, report: NonNullable<Analysis['report']>): void {
  const [batch, image] = [2, spec.nodes[0]!.shape];
  const tensors = [...modelParameters(spec), ...modelBuffers(spec)];
  const values = new Map(tensors.map(({ name, shape }) => [name, input(shape)]));
  const learned = modelParameters(spec).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  assert.equal(report.totals.params, learned);
  for (const training of [false, true]) {
    const { nodes } = lower(spec, {
      input: input([batch, ...image]),
      training,
      parameter: (name) => values.get(name)!,
      random: (shape) => input(shape),
    });
    for (const [index, { shape, dtype }] of nodes.entries()) {
      const node = spec.nodes[index]!;
      assert.deepEqual(shape, [batch, ...node.shape], `node ${index} of ${spec.name}`);
      assert.equal(dtype, 'float32');
      const hint = report.nodes.find((each) => each.node === index);
      if (index === 0) continue;
      assert.deepEqual(hint?.output, node.shape);
      assert.equal(hint?.kind, spec.layers[node.layer!]!.kind);
      layerOf(hint.kind);
    }
  }
}

function checkRange(text: string, { line, column, endLine, endColumn }: SourceRange): void {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const isInside = (row: number, at: number) =>
    row >= 1 && row <= lines.length && at >= 1 && at <= lines[row - 1]!.length + 1;
  const place = `${line}:${column}–${endLine}:${endColumn}`;
  assert.ok(isInside(line, column) && isInside(endLine, endColumn), `${place} is outside the text`);
  assert.ok(line < endLine || (line === endLine && column <= endColumn), `${place} ends before it begins`);
}
