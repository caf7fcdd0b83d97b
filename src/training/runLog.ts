/** The run's log: what its trainers did and why they failed. */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { runLayout } from './layout.ts';

/** Synchronous, as it may be the process's last act. Failures are ignored: the run's own files report a full disk. */
export function writeLog(folder: string, text: string): void {
  try {
    appendFileSync(path.join(folder, runLayout.log), `${new Date().toISOString()} ${text}\n`);
  } catch {
    // If it matters, the job fails elsewhere.
  }
}
