/** Garbage of JavaScript, collected when it is known that much of it lies about. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Collects all garbage and gives the heap's free memory back to the system, in some 50 ms. V8 itself leaves a heap that
 * has grown as large as it is for as long as little new garbage comes.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: NodeJS.GCFunction | undefined = runInNewContext('globalThis.gc');
  setFlagsFromString('--no-expose-gc');
  collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
