/** Numbers of tests that passed, failed and were skipped, and what is to be said of those that failed. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** One text for each failure: the test, and its error. */
  readonly failures: readonly string[];
}

export const none: TestCounts = { passed: 0, failed: 0, skipped: 0, failures: [] };

export function addCounts(a: TestCounts, b: TestCounts): TestCounts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
  };
}

export function failure(what: string, error?: Error): TestCounts {
  return { ...none, failed: 1, failures: [error ? `${what}\n${error.stack ?? error.message}` : what] };
}
