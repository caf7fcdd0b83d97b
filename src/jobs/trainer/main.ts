/**
 * The trainer process, one per job: `trainer.cjs <TrainingRequest as JSON>`. Exit codes are those of `cnn-lab train`: 0
 * done, 1 user error, 2 internal error, 130 interrupted.
 */
import '../../language/ofProcess.ts';
import { inspect } from 'node:util';
import { writeLog } from '../../training/runLog.ts';
import { describeFailure } from '../failure.ts';
import { givenModel, readAsEvaluated } from './evaluatedModel.ts';
import type { TrainingRequest } from './request.ts';
import type { TrainerReport } from './start.ts';
import { runTrainingJob } from './trainingJob.ts';

/** Reports to the parent process, if it still exists. */
function report(message: TrainerReport): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, undefined, {}, () => resolve());
  });
}

let run: string | null = null;

async function main(): Promise<number> {
  const request: TrainingRequest = JSON.parse(process.argv[2] ?? 'null');
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  process.on('uncaughtExceptionMonitor', (error) => {
    if (run !== null) writeLog(run, inspect(error));
  });
  // The parent process may end first: training continues.
  process.on('disconnect', () => undefined);
  try {
    const end = await runTrainingJob(request, readAsEvaluated(await givenModel()), stop.signal, {
      onRun(folder) {
        run = folder;
        void report({ kind: 'started', run: folder });
      },
    });
    return end.reason === 'done' ? 0 : 130;
  } catch (error) {
    const { kind, message } = describeFailure(error);
    await report({ kind: 'failed', message });
    return kind === 'user' ? 1 : 2;
  }
}

void main().then((code) => {
  process.exitCode = code;
  if (process.connected) process.disconnect();
});
