/**
 * Sends 10,000 cut, shuffled and hostile model files through the analyser process, as the editor would: none may end
 * the process, exceed its deadline, or get a hint that the training program contradicts.
 */
import { join } from 'node:path';
import { writeResults } from '../scripts/benchResults.ts';
import { root } from '../scripts/paths.ts';
import { AnalyserClient } from '../src/jobs/analyser/client.ts';
import { checkAnalysis, mutant } from '../test/sandbox/mutants.ts';

const count = 10_000;

const client = new AnalyserClient({ program: join(root, 'dist/analyser.cjs') });
client.warmUp();
const file = join(root, 'examples/mutant.cnn.ts');
const outcomes = new Map<string, number>();
const failures: string[] = [];
const processes = new Set<number>();
let slowest = 0;

for (let seed = 1; seed <= count; seed++) {
  const text = mutant(seed);
  const started = performance.now();
  try {
    const analysis = await client.analyse(file, { overlay: { [file]: text } });
    slowest = Math.max(slowest, performance.now() - started);
    if (client.pid !== undefined) processes.add(client.pid);
    const outcome = analysis.diagnostics.find(({ severity }) => severity === 'error')?.code ?? 'a model';
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    checkAnalysis(text, analysis);
  } catch (error) {
    failures.push(`mutant ${seed}: ${error instanceof Error ? error.message : error}`);
    console.error(failures.at(-1));
  }
  if (seed % 1000 === 0) console.error(`${seed} mutants, ${failures.length} failures`);
}
client.dispose();

const sorted = [...outcomes].sort(([, a], [, b]) => b - a);
console.log(sorted.map(([code, times]) => `${String(times).padStart(6)}  ${code}`).join('\n'));
await writeResults('mutants', [
  { what: 'mutated model files analysed', value: count, unit: 'files', goal: { atLeast: count } },
  { what: 'of these, valid models whose hints equal the program', value: outcomes.get('a model') ?? 0, unit: 'files' },
  { what: 'crashes, hangs and hints that are not true', value: failures.length, unit: 'files', goal: { atMost: 0 } },
  { what: 'analyser processes ended', value: processes.size - 1, unit: 'processes', goal: { atMost: 0 } },
  { what: 'the slowest answer', value: slowest, unit: 'ms', goal: { atMost: 3000 } },
]);
