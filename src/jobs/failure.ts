import { messageOf } from '../data/errorMessage.ts';
import { UserError } from '../data/userError.ts';
import type { ErrorEvent } from '../training/events.ts';

/** Kind, code and message of an error that made a job fail. */
export function describeFailure(error: unknown): Omit<ErrorEvent, 'event'> {
  if (error instanceof UserError) return { kind: 'user', code: error.code, message: error.message };
  return { kind: 'internal', code: 'internal', message: messageOf(error) };
}
