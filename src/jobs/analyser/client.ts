/**
 * Supervises the analyser process: starts it when first needed, gives it one request at a time, ends it when a model
 * file exceeds its time limit, and starts another. Every request settles.
 */
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Findings } from '../../model/findings.ts';
import type { DiagnosticCode } from '../../model/lessons/index.ts';
import type { DataSpec } from '../../model/spec.ts';
import type { Analysis } from '../../sandbox/analysis.ts';
import { defaultLimits } from '../../sandbox/limits.ts';
import { type Ending, ServedProcess } from '../servedProcess.ts';
import { unpack } from './packedAnalysis.ts';
import type { AnalyserFunctions, AnalyserOptions, AnalyserSupervisor } from './protocol.ts';

export interface AnalyserClientOptions {
  /** The program to run: `dist/analyser.cjs`. */
  readonly program: string;
  /** Folder of the sandbox's files. Default: the program's. */
  readonly assets?: string;
  /** Milliseconds beyond the evaluation's own deadline, for reading and parsing, before the process is ended. */
  readonly grace?: number;
  /** The same for a process's first request, which compiles what the next ones find ready. */
  readonly firstGrace?: number;
}

/**
 * The evaluation stops itself (see `sandbox/hardStop.ts`); this is for the work before and after it, which can take
 * seconds on a busy machine, and tens of seconds while an editor is starting there.
 */
const defaultGrace = 9000;
const defaultFirstGrace = 60_000;

interface Request {
  readonly lane: string;
  readonly file: string;
  readonly options: AnalyserOptions;
  readonly settled: Promise<Analysis>;
  resolve(analysis: Analysis | Promise<Analysis>): void;
  reject(error: Error): void;
}

export class AnalyserClient {
  private readonly options: AnalyserClientOptions;
  private readonly waiting = new Map<string, Request>();
  private process: Analyser | null = null;
  private working = false;
  private disposed = false;

  constructor(options: AnalyserClientOptions) {
    this.options = options;
  }

  /**
   * Analyses a model file. A newer request in the same lane (that of the file as it is, or of one hypothetical
   * question) replaces one that still waits, and answers it too. Rejects if the file cannot be read or the process
   * cannot be started.
   */
  analyse(file: string, options: AnalyserOptions = {}, lane = file): Promise<Analysis> {
    if (this.disposed) return Promise.reject(new Error('The analyser has been ended.'));
    const request = newRequest(lane, file, options);
    this.waiting.get(lane)?.resolve(request.settled);
    this.waiting.set(lane, request);
    void this.work();
    return request.settled;
  }

  /**
   * The findings about a model's data, with paths relative to its folder; `null` for data without files. Analyses
   * continue meanwhile. Rejects if the process ends or cannot be started.
   */
  async look(data: DataSpec, modelFolder: string): Promise<Findings | null> {
    if (this.disposed) throw new Error('The analyser has been ended.');
    this.process ??= this.start();
    return this.process.look(data, modelFolder);
  }

  /** Starts the process ahead of the first request. */
  warmUp(): void {
    this.process ??= this.start();
  }

  /** Identifier of the running process, if any. */
  get pid(): number | undefined {
    return this.process?.pid;
  }

  dispose(): void {
    this.disposed = true;
    for (const request of this.waiting.values()) request.reject(new Error('The analyser has been ended.'));
    this.waiting.clear();
    this.process?.end();
    this.process = null;
  }

  private start(): Analyser {
    const analyser = new Analyser(this.options);
    analyser.ended.then(() => {
      if (this.process === analyser) this.process = null;
    });
    return analyser;
  }

  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    for (;;) {
      const [next] = this.waiting.values();
      if (!next) break;
      this.waiting.delete(next.lane);
      this.process ??= this.start();
      await this.process.answer(next).then(next.resolve, next.reject);
    }
    this.working = false;
  }
}

/** One run of the analyser process. */
class Analyser {
  readonly ended: Promise<Ending>;
  readonly #process: ServedProcess<AnalyserFunctions, AnalyserSupervisor>;
  /** Of the latest. */
  #request = 0;
  readonly #grace: number;
  readonly #firstGrace: number;
  #settle: (analysis: Analysis) => void = () => undefined;

  constructor(options: AnalyserClientOptions) {
    const { program, assets = path.dirname(program) } = options;
    this.#grace = options.grace ?? defaultGrace;
    this.#firstGrace = options.firstGrace ?? defaultFirstGrace;
    this.#process = new ServedProcess({
      program,
      args: [assets],
      // It needs little memory; a model file that needs more must not take the machine's.
      execArgv: ['--max-old-space-size=512'],
      functions: {
        analysed: (request, analysis) => {
          if (request === this.#request) this.#settle(unpack(analysis));
        },
      },
    });
    this.ended = this.#process.ended;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** The analysis, or a diagnostic of what stopped it. */
  async answer({ file, options }: Request): Promise<Analysis> {
    await this.#ready();
    const grace = this.#request === 0 ? this.#firstGrace : this.#grace;
    const deadline = (options.limits?.deadline ?? defaultLimits.deadline) + grace;
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.end();
    }, deadline);
    try {
      const ended = this.ended.then(() => null);
      const told = new Promise<Analysis>((resolve) => {
        this.#settle = resolve;
      });
      this.#request++;
      const failed = this.#process.channel.analyse(this.#request, file, options).then(() => told);
      const analysis = await Promise.race([told, failed, ended]);
      return analysis ?? stopped(file, late ? deadline : await this.ended);
    } finally {
      clearTimeout(timer);
    }
  }

  async look(data: DataSpec, modelFolder: string): Promise<Findings | null> {
    await this.#ready();
    return this.#process.channel.look(data, modelFolder);
  }

  async #ready(): Promise<void> {
    const isReady = await Promise.race([this.#process.isReady.then(() => true), this.ended.then(() => false)]);
    if (!isReady) throw new Error(l10n.t('The analyser does not start. {0}', (await this.ended).errors));
  }

  end(): void {
    this.#process.end();
  }
}

/**
 * An analysis for a model file that took the analyser down: how it ended, or the milliseconds after which we ended it.
 */
function stopped(file: string, cause: Ending | number): Analysis {
  const [code, message] = whyStopped(cause);
  const range = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  const diagnostics = [{ severity: 'error', code, message, range, fixes: [] } as const];
  return {
    files: [file],
    spec: null,
    digest: null,
    report: null,
    data: null,
    modelRange: null,
    diagnostics,
    rewrites: [],
    parsed: true,
  };
}

function whyStopped(cause: Ending | number): readonly [code: DiagnosticCode, message: string] {
  if (typeof cause === 'number') {
    const message = l10n.t('Reading this file took longer than {0} s and was stopped.', cause / 1000);
    return ['time-limit', message];
  }
  if (cause.outOfMemory) {
    const message = l10n.t(
      'The model file needs more memory than is available. Look for a list or string that grows without bound.',
    );
    return ['memory-limit', message];
  }
  return [
    'analyser-ended',
    l10n.t('The process that evaluates model files was ended while it read this one, {0}.', cause.how),
  ];
}

function newRequest(lane: string, file: string, options: AnalyserOptions): Request {
  let settle: Pick<Request, 'resolve' | 'reject'> | undefined;
  const settled = new Promise<Analysis>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { lane, file, options, settled, ...settle! };
}
