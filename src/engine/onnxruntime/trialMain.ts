/** A process that tries one execution provider (`providers.ts`): `trialMain ID`. */
import { multiply } from '../../tensor/ops/index.ts';
import { input } from '../../tensor/values.ts';
import { createOnnxRuntimeEngine } from './index.ts';
import { isProviderId, type TrialReport } from './providers.ts';

async function attempt(id: string | undefined): Promise<void> {
  if (!isProviderId(id)) throw new Error(`There is no execution provider ${id}`);
  const engine = await createOnnxRuntimeEngine({ provider: id, threads: 1 });
  const [x, w] = [input([4]), input([4])];
  const executable = await engine.compile({
    inputs: [{ name: 'x', value: x }],
    state: [{ name: 'w', value: w, next: multiply(w, x) }],
    outputs: [],
  });
  const state = await engine.createState({ w: { shape: [4], data: Float32Array.of(1, 2, 3, 4) } });
  for (let run = 0; run < 2; run += 1) await executable.run(state, { x: Float32Array.of(2, 2, 2, 2) });
  const { w: result } = await state.read();
  if (result?.join() !== '4,8,12,16')
    throw new Error(`The device computes wrongly: 1, 2, 3, 4 by 4 is ${result?.join(', ')}.`);
  await state.dispose();
  await executable.dispose();
  await engine.dispose();
}

function tell(error: TrialReport['error']): void {
  const report: TrialReport = { error };
  // What is left of a driver does not hold the process back.
  process.send?.(report, () => process.exit());
}

void attempt(process.argv[2]).then(
  () => tell(null),
  (error: unknown) => tell(error instanceof Error ? error.message : String(error)),
);
