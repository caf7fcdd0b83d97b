/** A small part of what `npm run bench -- mutants` does with 10,000 of them. */
import assert from 'node:assert/strict';
import { analyse } from '../../src/sandbox/analyse.ts';
import { checkAnalysis, mutant } from './mutants.ts';
import { testSandbox } from './sandbox.ts';

const count = 250;
const limits = { deadline: 200 };

describe('mutated model files', () => {
  it(`are analysed without a crash, a hang or a hint that is not true (${count} of them)`, async function () {
    this.timeout(600_000);
    const sandbox = await testSandbox();
    const file = '/models/mutant.cnn.ts';
    for (let seed = 1; seed <= count; seed++) {
      const text = mutant(seed);
      try {
        checkAnalysis(text, await analyse(sandbox, file, { overlay: { [file]: text }, limits }));
      } catch (cause) {
        assert.fail(new Error(`mutant ${seed}: ${cause}\n${text}`, { cause }));
      }
    }
  });
});
