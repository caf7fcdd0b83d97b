/**
 * A deadline for what does not ask whether it is over. QuickJS asks between the steps of a program and not within
 * its own functions, such as `indexOf` on a list of four billion; V8 stops WebAssembly wherever it loops.
 */
import { createContext, Script } from 'node:vm';

const stage = createContext({ call: () => {} });
const script = new Script('call()');

/** What a call gives; `null` where it was stopped after so many milliseconds, and left things as they were then. */
export function withHardStop<Result extends object>(milliseconds: number, call: () => Result): Result | null {
  let result: Result | null = null;
  stage.call = () => {
    result = call();
  };
  try {
    script.runInContext(stage, { timeout: Math.ceil(milliseconds) });
    return result;
  } catch (error) {
    if (isTimeout(error)) return null;
    throw error;
  } finally {
    stage.call = () => {};
  }
}

/** It is an Error of the script's world, which is none of ours. */
const isTimeout = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
