/** Processes that a test starts, so that none outlives it: not even when the runner itself is interrupted. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

const groups = new Set<number>();

/** Starts a process with a group of its own, which ends with `stopGroup` or with this process. */
export function startGroup(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, { ...options, detached: true });
  if (child.pid !== undefined) groups.add(child.pid);
  return child;
}

/** Ends a process and its descendants: politely, then after three seconds for good. */
export async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const running = child.exitCode === null && child.signalCode === null;
  signalGroup(child.pid, 'SIGTERM');
  if (running) await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 3000))]);
  signalGroup(child.pid, 'SIGKILL');
  groups.delete(child.pid);
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}

process.on('exit', () => {
  for (const pid of groups) signalGroup(pid, 'SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
