/**
 * What the tests do with a few random models, with hundreds: results, gradients, ten steps of training and the exported
 * ONNX model beside PyTorch; LeNet-5 by every optimizer with every schedule; and runs that are interrupted and resumed,
 * repeated and evaluated. `npm run bench -- parity 1001` starts with another seed than 1.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeResults } from '../scripts/benchResults.ts';
import { ensurePyTorch } from '../scripts/pytorch.ts';
import { BesidePyTorch, type Comparison } from '../test/export/besidePyTorch.ts';
import { lenetCases, randomCase } from '../test/export/parityCases.ts';
import { checkRandomRuns } from '../test/jobs/trainer/randomRuns.ts';

const models = 300;
const runs = 40;
const first = Number(process.argv[2] ?? 1);
const seeds = (count: number) => Array.from({ length: count }, (_, index) => first + index);

const failures: string[] = [];
const attempt = (name: string, work: Promise<void>): Promise<void> =>
  work.catch((error) => {
    failures.push(`${name}: ${error instanceof Error ? error.message : error}`);
    console.error(failures.at(-1));
  });

const found = ensurePyTorch();
if ('missing' in found) throw new Error(found.missing);
const beside = await BesidePyTorch.open();
const cases = [...seeds(models).map(randomCase), ...lenetCases()];
for (const each of cases) await beside.prepareNetwork(each);
await beside.run(found.python);

const comparisons: (Comparison & { readonly name: string })[] = [];
for (const each of cases) {
  const note = (comparison: Comparison) => comparisons.push({ ...comparison, name: each.name });
  await attempt(each.name, beside.compareNetwork(each, note));
}
await beside.dispose();
const beyond = comparisons.filter(({ difference, allowed }) => difference > allowed);
for (const { name, what, detail, difference, allowed } of beyond) {
  console.error(`${name}: ${what}: ${detail}, a difference of ${difference}, where ${allowed} is allowed`);
}

const folder = await mkdtemp(join(tmpdir(), 'cnn-lab-runs-'));
for (const seed of seeds(runs)) await attempt(`runs of ${seed}`, checkRandomRuns(seed, join(folder, String(seed))));
await rm(folder, { recursive: true });

/** Where PyTorch rounds no more than the tolerance. */
const worst = (kind: Comparison['kind'], isLenet: boolean) =>
  comparisons
    .filter((each) => each.kind === kind && each.isTight && each.name.startsWith('LeNet') === isLenet)
    .reduce((most, { difference }) => Math.max(most, difference), 0);
const differences = [false, true].flatMap((isLenet) =>
  (['result', 'gradient', 'trained'] as const).map((kind) => ({
    what: `largest difference, ${isLenet ? 'LeNet-5' : 'random models'}: ${kind}`,
    value: worst(kind, isLenet),
    unit: '',
  })),
);
await writeResults('parity', [
  { what: 'models compared with PyTorch', value: cases.length, unit: 'models' },
  { what: 'tensors compared', value: comparisons.length, unit: 'tensors' },
  {
    what: 'of these, where PyTorch itself rounds more than the tolerance',
    value: comparisons.filter(({ isTight }) => !isTight).length,
    unit: 'tensors',
  },
  ...differences,
  { what: 'beyond what is allowed', value: beyond.length, unit: 'tensors', goal: { atMost: 0 } },
  { what: 'models whose runs were repeated, resumed and evaluated', value: runs, unit: 'models' },
  { what: 'failures', value: failures.length, unit: '', goal: { atMost: 0 } },
]);
