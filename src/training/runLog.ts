/** The run's log, for who wants to know what its trainers did and died of. */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { runLayout } from './layout.ts';

/** At once, for it may be the last word. Lost where it cannot be written: the run's own files tell of a full disk. */
export function writeLog(folder: string, text: string): void {
  try {
    appendFileSync(path.join(folder, runLayout.log), `${new Date().toISOString()} ${text}\n`);
  } catch {
    // The job fails of it elsewhere, or need not.
  }
}
