/** Runs the modules of a model file with the bare language: no files, no network, no host functions. */
import { type QuickJSContext, type QuickJSHandle, type QuickJSRuntime, Scope } from 'quickjs-emscripten-core';
import { type Engine, keepEngine, takeEngine } from './engine.ts';
import { withHardStop } from './hardStop.ts';
import type { Limits } from './limits.ts';

export interface SandboxModule {
  readonly id: string;
  readonly javascript: string;
  /** Sandbox names of its imports, by specifier as written. */
  readonly resolved: ReadonlyMap<string, string>;
}

/** What it takes to run model files; see `loadSandbox`. */
export interface Sandbox {
  readonly wasm: WebAssembly.Module;
  /** Text of the module that stands for 'cnn-lab'. */
  readonly cnnLab: string;
}

export interface Failure {
  readonly kind: 'time' | 'memory' | 'recursion' | 'unfinished' | 'thrown';
  /** Name of the error that was thrown: `TypeError`. */
  readonly name: string;
  readonly message: string;
  /** Innermost frame first; empty where unknown. */
  readonly stack: string;
}

export type Evaluation =
  | { readonly failure: Failure }
  /** The JSON of a Snapshot, and whether there is a default export at all. */
  | { readonly failure: null; readonly snapshot: string; readonly hasDefault: boolean };

/**
 * Of QuickJS's own stack: 680 calls of a plain function. More would overflow the host's, which counts the frames of
 * WebAssembly too and does not say where.
 */
const stackBytes = 128 * 1024;

/** More frames than any sensible model has: code this deep at its deadline is an endless recursion. */
const deepestStack = 100;

const runner = `
  import { snapshot } from 'cnn-lab';
  import * as file from 'm0';
  export const hasDefault = 'default' in file;
  export const text = snapshot(file.default);
`;

/**
 * Milliseconds beyond its deadline after which V8 stops a file that QuickJS has not; less is then known of the place.
 */
const hardStopAfter = 300;

/**
 * Evaluates module `m0`, takes a snapshot of its default export and returns what `use` makes of it. On a busy machine the
 * deadline counts CPU time, so that a file is not blamed for other programs.
 *
 * `use` is called before V8 ends its watch, which waits for a thread, 10 ms and more on a busy machine, so that what it
 * sends need not wait. If V8 stops `use`, it is called again.
 */
export async function evaluate<Result extends object>(
  sandbox: Sandbox,
  modules: readonly SandboxModule[],
  limits: Limits,
  use: (evaluation: Evaluation) => Result,
): Promise<Result> {
  let patience = limits.deadline + hardStopAfter;
  for (let tries = 1; tries <= 2; tries++) {
    const engine = await takeEngine(sandbox.wasm, limits.memory);
    const watch = new Watch(limits.deadline);
    const done: Evaluation[] = [];
    const result = withHardStop(patience, () => {
      const evaluation = evaluateIn(engine, watch, limits, (runtime) => loadFrom(runtime, sandbox, modules));
      done.push(evaluation);
      return use(evaluation);
    });
    if (result !== null) return result;
    if (done[0]) return use(done[0]);
    // V8 goes by wall-clock time: a file stopped before it had its share of CPU time gets another try, for as long as
    // the machine then needs, and a quarter. Its supervisor would not wait for more, nor for a third.
    const spent = watch.processorTime();
    if (spent > limits.deadline + hardStopAfter / 2) break;
    patience *= Math.min(4, (1.25 * patience) / spent);
  }
  return use(failed('time'));
}

/** An engine that is stopped is given up. */
function evaluateIn(engine: Engine, watch: Watch, limits: Limits, load: (runtime: QuickJSRuntime) => void): Evaluation {
  const isFull = () => engine.memory.buffer.byteLength > limits.memory / 2;
  try {
    const scope = new Scope();
    const runtime = scope.manage(engine.quickjs.newRuntime());
    runtime.setMaxStackSize(stackBytes);
    runtime.setInterruptHandler(() => watch.isOver());
    load(runtime);
    const evaluation = run(scope, scope.manage(runtime.newContext()), watch, isFull);
    const wentWell = evaluation.failure === null || evaluation.failure.kind === 'thrown';
    if (wentWell && isDisposed(scope)) keepEngine(engine);
    return evaluation;
  } catch (error) {
    // The host's stack overflowed inside the engine.
    if (error instanceof RangeError) return failed('recursion');
    // The engine aborted, as it does when it runs out of memory.
    if (error instanceof WebAssembly.RuntimeError) return failed('memory');
    throw error;
  }
}

/** A failure about which nothing else is known. */
const failed = (kind: Failure['kind']): Evaluation => ({ failure: { kind, name: '', message: '', stack: '' } });

/** An engine that ran out of something can leave objects that it has lost, and then aborts. */
function isDisposed(scope: Scope): boolean {
  try {
    scope.dispose();
    return true;
  } catch {
    return false;
  }
}

class Watch {
  private readonly milliseconds: number;
  private readonly began = performance.now();
  private readonly spent = process.cpuUsage();
  /** Whether the engine was interrupted. */
  over = false;

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }

  isOver(): boolean {
    this.over ||= performance.now() - this.began > this.milliseconds && this.processorTime() > this.milliseconds;
    return this.over;
  }

  /** CPU time of all threads of this process, in milliseconds. */
  processorTime(): number {
    const { user, system } = process.cpuUsage(this.spent);
    return (user + system) / 1000;
  }
}

function loadFrom(runtime: QuickJSRuntime, { cnnLab }: Sandbox, modules: readonly SandboxModule[]): void {
  const texts = new Map(modules.map(({ id, javascript }) => [id, javascript]));
  texts.set('cnn-lab', cnnLab);
  const resolved = new Map(modules.map((module) => [module.id, module.resolved]));
  const refused = { error: new Error('Only an import at the top of a file can import.') };
  runtime.setModuleLoader(
    (name) => texts.get(name) ?? refused,
    (importer, specifier) => (importer === 'runner' ? specifier : (resolved.get(importer)?.get(specifier) ?? refused)),
  );
}

function run(scope: Scope, context: QuickJSContext, watch: Watch, isFull: () => boolean): Evaluation {
  const thrown = (error: QuickJSHandle) => ({ failure: failureOf(scope, context, scope.manage(error), watch, isFull) });
  const outcome = context.evalCode(runner, 'runner', { type: 'module' });
  if (outcome.error) return thrown(outcome.error);

  // With a top-level await, a module's evaluation is a promise.
  const value = scope.manage(outcome.value);
  while (context.runtime.hasPendingJob()) {
    if (watch.isOver()) return failed('time');
    const jobs = context.runtime.executePendingJobs(100);
    if (jobs.error) return thrown(jobs.error);
  }
  const state = context.getPromiseState(value);
  if (state.type === 'pending') return failed('unfinished');
  if (state.type === 'rejected') return thrown(state.error);
  const file = scope.manage(state.value);
  return {
    failure: null,
    hasDefault: context.dump(scope.manage(context.getProp(file, 'hasDefault'))) === true,
    snapshot: context.getString(scope.manage(context.getProp(file, 'text'))),
  };
}

function failureOf(
  scope: Scope,
  context: QuickJSContext,
  error: QuickJSHandle,
  watch: Watch,
  isFull: () => boolean,
): Failure {
  const isNull = context.eq(error, context.null);
  const isObject = context.typeof(error) === 'object' && !isNull;
  const property = (key: string): string => {
    const value = isObject ? scope.manage(context.getProp(error, key)) : null;
    return value && context.typeof(value) === 'string' ? context.getString(value) : '';
  };
  const stack = property('stack');
  if (watch.over) {
    // Every builder records its whole stack, so a recursion of builders slows down before it overflows.
    const isDeep = stack.split('\n').length > deepestStack;
    return { kind: isDeep ? 'recursion' : 'time', name: '', message: '', stack };
  }
  const name = property('name');
  const message = isObject ? property('message') : String(context.dump(error));
  const isOurs = name === 'InternalError' || name === 'RangeError';
  // With no memory left even for an error, the engine throws null.
  if (
    (isNull && isFull()) ||
    (isOurs &&
      /out of memory|string too long|invalid string length|too large to allocate|array buffer length|array length/.test(
        message,
      ))
  ) {
    return { kind: 'memory', name, message, stack };
  }
  if (name === 'InternalError' && message === 'stack overflow') return { kind: 'recursion', name, message, stack };
  return { kind: 'thrown', name, message, stack };
}
