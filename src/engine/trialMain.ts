/** The process that tries one device (`trial.ts`): `trialMain { id, project }` as JSON. */
import '../language/ofProcess.ts';
import { messageOf } from '../data/errorMessage.ts';
import { multiply } from '../tensor/ops/index.ts';
import { input } from '../tensor/values.ts';
import { openDevice } from './devices.ts';
import type { TrialReport } from './trial.ts';

async function attempt(): Promise<TrialReport> {
  const { id, project } = JSON.parse(process.argv[2] ?? 'null');
  const engine = await openDevice(id, { threads: 1, project });
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
  const { label, note } = engine.device;
  return { error: null, label, ...(note !== undefined && { note }) };
}

function tell(report: TrialReport): void {
  // Exit at once, whatever a driver still has running.
  process.send?.(report, () => process.exit());
}

void attempt().then(tell, (error: unknown) => tell({ error: messageOf(error), label: null }));
