/** Mocha inside an extension host, where no console reaches a terminal. */
import { createRequire } from 'node:module';
import { format } from 'node:util';
import type MochaModule from 'mocha';
import { addCounts, failure, none, type TestCounts } from '../testCounts.ts';

const require = createRequire(import.meta.url);

/** Runs a bundle of tests; `mocha` is the path of the package. */
export function runTests(bundle: string, mocha: string, print: (line: string) => void): Promise<TestCounts> {
  const Mocha: typeof MochaModule = require(mocha);
  const suite = new Mocha({ timeout: 60_000, forbidOnly: true });
  // Set here rather than by the reporter: console.log of an extension host reaches no terminal.
  Mocha.reporters.Base.consoleLog = (...values: unknown[]) => print(format(...values));
  suite.suite.emit('pre-require', globalThis, bundle, suite);
  require(bundle);
  return new Promise((resolve) => {
    let failed = none;
    const runner = suite.run(() => {
      const { passes, pending } = runner.stats ?? { passes: 0, pending: 0 };
      resolve({ ...failed, passed: passes, skipped: pending });
    });
    runner.on('fail', (test, error) => {
      failed = addCounts(failed, failure(test.fullTitle(), error));
    });
  });
}
