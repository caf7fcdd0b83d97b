/**
 * Mocha's spec output, plus a machine-readable report. The report is written at the very end, so a run that was killed
 * leaves none and cannot pass for a good one.
 */
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import Mocha from 'mocha';
import { root } from './paths.ts';
import { addCounts, none, type TestCounts } from './testCounts.ts';

/** Counts by test file, relative to the checkout. */
export type CountsByFile = Readonly<Record<string, TestCounts>>;

/** Reporter options: `report`, the file to write CountsByFile to. */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const files: Record<string, TestCounts> = {};
    const count = (outcome: keyof TestCounts) => (test: Mocha.Runnable) => {
      const file = relative(root, test.file ?? test.parent?.file ?? '');
      files[file] = addCounts(files[file] ?? none, { ...none, [outcome]: 1 });
    };
    runner.on('pass', count('passed')).on('fail', count('failed')).on('pending', count('skipped'));
    runner.once('end', () => writeFileSync(options.reporterOptions?.report, JSON.stringify(files)));
  }
}
