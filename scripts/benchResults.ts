/** How a benchmark reports its figures: printed together at the end of `npm run bench`, and kept in bench/results/. */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from './paths.ts';

export interface Figure {
  /** `LeNet-5 step, batch 128`. */
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Our goal. Reported, never asserted. */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
}

export interface BenchResults {
  readonly bench: string;
  readonly date: string;
  readonly machine: string;
  readonly figures: readonly Figure[];
}

export const resultsFolder = join(root, 'bench', 'results');

/** Writes bench/results/BENCH.json. */
export async function writeResults(bench: string, figures: readonly Figure[]): Promise<void> {
  const processors = cpus();
  const results: BenchResults = {
    bench,
    date: new Date().toISOString(),
    machine: `${processors.length} × ${processors[0]?.model ?? 'unknown'}, Node ${process.versions.node}`,
    figures,
  };
  await mkdir(resultsFolder, { recursive: true });
  await writeFile(join(resultsFolder, `${bench}.json`), `${JSON.stringify(results, null, 2)}\n`);
}

export function reachesGoal({ value, goal }: Figure): boolean | null {
  if (!goal) return null;
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
}
