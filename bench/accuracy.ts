/** LeNet-5 as shipped, on the official test images of MNIST, after its last epoch, for five seeds. */
import { type Figure, writeResults } from '../scripts/benchResults.ts';
import { runTraining } from './support/trainRun.ts';

const figures: Figure[] = [];
for (const seed of [1, 2, 3, 4, 5]) {
  const { events } = await runTraining(['--seed', String(seed)]);
  const end = events.at(-1);
  if (end?.event !== 'end' || end.validationAccuracy === null) throw new Error(`seed ${seed} has no accuracy`);
  const what = `LeNet-5 on MNIST, test accuracy after ${end.epoch} epochs, seed ${seed}`;
  const percent = Number((100 * end.validationAccuracy).toFixed(2));
  figures.push({ what, value: percent, unit: '%', goal: { atLeast: 98.9 } });
  console.log(`seed ${seed}: ${percent} % in ${end.seconds.toFixed(1)} s`);
}
await writeResults('accuracy', figures);
