/**
 * From keystroke to hints: the time that the analyser process takes, called as the editor calls it. `keystrokes.ts`
 * measures the whole way.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeResults } from '../scripts/benchResults.ts';
import { root } from '../scripts/paths.ts';
import { AnalyserClient } from '../src/jobs/analyser/client.ts';
import { deepModel } from './support/deepModel.ts';
import { quantile } from './support/quantile.ts';

const repetitions = 200;
const warmUps = 20;

/** Milliseconds from asking to having an analysis, each time of a text that differs by the digit just typed. */
async function measure(client: AnalyserClient, file: string, text: string): Promise<number[]> {
  const times: number[] = [];
  for (let count = 0; count < warmUps + repetitions; count++) {
    const typed = text.replace(/\b(conv2d|dense)\(\d+/, `$1(${10 + (count % 80)}`);
    const started = performance.now();
    const { report } = await client.analyse(file, { overlay: { [file]: typed } });
    const elapsed = performance.now() - started;
    if (!report) throw new Error(`${file} has no report`);
    if (count >= warmUps) times.push(elapsed);
  }
  return times;
}

const lenet5 = join(root, 'examples/lenet5.cnn.ts');
const resnet50 = join(root, 'examples/resnet50.cnn.ts');
const client = new AnalyserClient({ program: join(root, 'dist/analyser.cjs') });
const started = performance.now();
await client.analyse(lenet5);
const first = performance.now() - started;

const lenet5Times = await measure(client, lenet5, await readFile(lenet5, 'utf8'));
const resnetTimes = await measure(client, resnet50, await readFile(resnet50, 'utf8'));
const deep = join(root, 'examples/deep.cnn.ts');
const hundredTimes = await measure(client, deep, deepModel(100));
const thousandTimes = await measure(client, deep, deepModel(1000));
client.dispose();

const row = (what: string, value: number, goal?: number) => ({
  what,
  value,
  unit: 'ms',
  ...(goal === undefined ? {} : { goal: { atMost: goal } }),
});
await writeResults('analyse', [
  row('first hints, starting the analyser', first),
  row('keystroke to hints, LeNet-5, median', quantile(lenet5Times, 0.5)),
  row('keystroke to hints, LeNet-5, 95th percentile', quantile(lenet5Times, 0.95), 50),
  row('keystroke to hints, ResNet-50, median', quantile(resnetTimes, 0.5)),
  row('keystroke to hints, ResNet-50, 95th percentile', quantile(resnetTimes, 0.95), 50),
  row('keystroke to hints, 100 layers, median', quantile(hundredTimes, 0.5)),
  row('keystroke to hints, 100 layers, 95th percentile', quantile(hundredTimes, 0.95), 100),
  row('keystroke to hints, 1,000 layers, median', quantile(thousandTimes, 0.5)),
  row('keystroke to hints, 1,000 layers, 95th percentile', quantile(thousandTimes, 0.95), 150),
]);
