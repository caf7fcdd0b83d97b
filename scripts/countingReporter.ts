/**
 * Mocha's spec output, and beside it a report that can be added up. The report is written at the very end,
 * so a run that was killed leaves none and cannot pass for a good one.
 */
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Reporter options: `report`, the file to write TestCounts to. */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      const counts: TestCounts = { passed: passes, failed: failures, skipped: pending };
      writeFileSync(options.reporterOptions?.report, JSON.stringify(counts));
    });
  }
}
