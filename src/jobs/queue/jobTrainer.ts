/** The trainer of a job: its request, whether it is alive, and how to end it. */
import { systemCode } from '../../data/files.ts';
import { isAlive, processExists, readRun } from '../../training/runReader.ts';
import type { TrainingRequest } from '../trainer/request.ts';
import type { Job } from './queue.ts';

/** A trainer that has not reported within this many milliseconds of its start no longer counts. */
const startLimit = 60_000;

export function requestOf(job: Job): TrainingRequest {
  if (job.resume) return { kind: 'resume', run: job.run, maxSteps: null };
  const { modelFile, root, run, device, threads, checkpointEvery, limits } = job;
  const whole = { epochs: null, seed: null, maxSteps: null };
  return { kind: 'new', modelFile, root, run, device, threads, checkpointEvery, limits, ...whole };
}

export async function isRunning({ pid, run, startedAt }: Job): Promise<boolean> {
  if (pid === null || !processExists(pid)) return false;
  const status = await readRun(run).then(
    (found) => found.status,
    () => null,
  );
  if (status?.pid === pid) return status.state === 'running' && (status.socket === null || (await isAlive(status)));
  return Date.now() - (startedAt ?? 0) < startLimit;
}

/** Ends a trainer that cannot be asked to stop yet, unless it has just ended. */
export function endProcess(pid: number): void {
  try {
    process.kill(pid);
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}
