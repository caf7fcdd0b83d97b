/**
 * A hard deadline. QuickJS checks its own deadline between the steps of a program but not within native functions, such
 * as `indexOf` on a list of four billion elements; V8 stops WebAssembly in any loop.
 */
import { createContext, Script } from 'node:vm';

const stage = createContext({ call: () => {} });
const script = new Script('call()');

/** The result of a call; `null` if it was stopped after this many milliseconds, leaving its state as it was then. */
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

/** The Error belongs to the script's realm, so `instanceof` does not recognise it. */
const isTimeout = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
