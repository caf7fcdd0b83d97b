/**
 * Mocha's spec output, plus a machine-readable report. The report is written at the very end, so a run that was killed
 * leaves none and cannot pass for a good one.
 */
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import Mocha from 'mocha';
import { root } from './paths.ts';
import { addCounts, failure, none, type TestCounts } from './testCounts.ts';

/** Counts by test file, relative to the checkout. */
export type CountsByFile = Readonly<Record<string, TestCounts>>;

/** Reporter options: `report`, the file to write CountsByFile to. */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const files: Record<string, TestCounts> = {};
    const count = (test: Mocha.Runnable, counts: TestCounts) => {
      const file = relative(root, test.file ?? test.parent?.file ?? '');
      files[file] = addCounts(files[file] ?? none, counts);
    };
    runner.on('pass', (test) => count(test, { ...none, passed: 1 }));
    runner.on('fail', (test, error) => count(test, failure(test.fullTitle(), error)));
    runner.on('pending', (test) => count(test, { ...none, skipped: 1 }));
    runner.once('end', () => writeFileSync(options.reporterOptions?.report, JSON.stringify(files)));
  }
}
