/** Root hooks of the walks: a picture and a description of every failure, and nothing left running. */
import { closeBrowser } from './browser.ts';
import { describeFailure } from './describeFailure.ts';
import { running } from './startVSCode.ts';

export const mochaHooks = {
  async afterEach(this: Mocha.Context): Promise<void> {
    if (this.currentTest?.state !== 'failed') return;
    const name = this.currentTest.fullTitle().replace(/[^\p{L}\p{N}]+/gu, '-');
    for (const code of running) {
      await code.screenshot(`FAILED-${name}`).catch(() => {});
      console.log(await describeFailure(code));
    }
  },
  async afterAll(): Promise<void> {
    for (const code of [...running]) await code.close();
    await closeBrowser();
  },
};
