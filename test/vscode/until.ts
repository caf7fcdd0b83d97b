/** Waits for conditions that the page does not show: a busy machine is slow, not wrong. */
import { setTimeout as delay } from 'node:timers/promises';

/** Asks until the answer is yes; throws, naming `what`, if it never is. */
export async function until(
  fits: () => boolean | Promise<boolean>,
  what: string | (() => string | Promise<string>),
): Promise<void> {
  for (const end = Date.now() + 60_000; !(await fits()); await delay(100)) {
    if (Date.now() > end) throw new Error(typeof what === 'string' ? what : await what());
  }
}
