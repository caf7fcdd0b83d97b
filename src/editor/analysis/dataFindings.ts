/**
 * Findings about the data of models, for the next analysis of each. Data is looked at once a model names it, and again
 * when it may have changed. Hints never wait for this, and in Restricted Mode nothing is looked at.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import { type Findings, filesOf } from '../../model/findings.ts';
import type { DataSpec } from '../../model/spec.ts';
import { isModelFile } from '../documents.ts';
import type { Analyses } from './analyses.ts';
import type { ModelView } from './modelView.ts';

/** Looks at the files of a model's data, whose paths are relative to its folder. */
export type LookAtData = (data: DataSpec, modelFolder: string) => Promise<Findings | null>;

/** Milliseconds of quiet before a look: paths are typed letter by letter, and files arrive in batches. */
const rest = 300;

/**
 * Milliseconds until the next look after one that has found something new. A folder that is being copied is still
 * growing then, and VS Code may report the outermost folder only, or nothing that happens before the first look.
 */
const growing = 2000;

/** Milliseconds that training waits for a look; a disk that does not answer must not block it. */
const patience = 2000;

interface Subject {
  readonly data: DataSpec;
  readonly files: string;
  findings: Findings | null;
  timer: NodeJS.Timeout | undefined;
  /** Something may have changed since the current look began. */
  stale: boolean;
  looking: Promise<void> | null;
}

export class DataFindings implements vscode.Disposable {
  readonly #look: LookAtData;
  readonly #log: Pick<vscode.LogOutputChannel, 'warn'>;
  /** By model file. */
  readonly #subjects = new Map<string, Subject>();
  readonly #subscriptions: vscode.Disposable[] = [];
  /** Watches all files of the workspace, while a model has files to look at. */
  #watcher: vscode.FileSystemWatcher | null = null;
  #again: (file: string) => void = () => undefined;

  /** Failures of `look` go to `log`. */
  constructor(look: LookAtData, log: Pick<vscode.LogOutputChannel, 'warn'>) {
    this.#look = look;
    this.#log = log;
  }

  /** The current findings. */
  of(file: string): Findings | null {
    return this.#subjects.get(file)?.findings ?? null;
  }

  /**
   * Looks at the data that models name as they are analysed, and has a model analysed again when there are new
   * findings.
   */
  follow(analyses: Analyses): void {
    this.#again = (file) => analyses.again(file);
    this.#subscriptions.push(
      analyses.onDidChange((view) => this.#hear(view)),
      analyses.onDidClose(({ file }) => this.#forget(file)),
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (isModelFile(document)) this.#lookSoon(document.fileName);
      }),
      // Changes outside the workspace are made in another program, so look when the window gets the focus back.
      vscode.window.onDidChangeWindowState(({ focused }) => focused && this.#lookAtAll()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#lookAtAll()),
    );
  }

  /** Looks once more, so that training is not refused for what has been fixed meanwhile. */
  async refresh(file: string): Promise<void> {
    const subject = this.#subjects.get(file);
    if (!subject) return;
    const late = new Promise((resolve) => setTimeout(resolve, patience));
    await Promise.race([this.#lookNow(file, subject), late]);
  }

  dispose(): void {
    for (const file of [...this.#subjects.keys()]) this.#forget(file);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #hear({ file, data }: ModelView): void {
    // While the file does not parse, findings stay.
    if (data === null) return;
    const files = filesOf(data);
    if (files === null) {
      this.#forget(file);
      return;
    }
    const known = this.#subjects.get(file);
    if (known?.files === files && known.findings) return;
    if (known?.files !== files) {
      clearTimeout(known?.timer);
      this.#subjects.set(file, { data, files, findings: null, timer: undefined, stale: false, looking: null });
    }
    this.#watcher ??= this.#watch();
    this.#lookSoon(file);
  }

  #forget(file: string): void {
    clearTimeout(this.#subjects.get(file)?.timer);
    this.#subjects.delete(file);
    if (this.#subjects.size > 0) return;
    this.#watcher?.dispose();
    this.#watcher = null;
  }

  #watch(): vscode.FileSystemWatcher {
    const watcher = vscode.workspace.createFileSystemWatcher('**');
    const hear = ({ fsPath }: vscode.Uri) => {
      for (const [file, { findings }] of this.#subjects) {
        if (findings?.places.some((place) => holds(place, fsPath) || holds(fsPath, place))) this.#lookSoon(file);
      }
    };
    watcher.onDidCreate(hear);
    watcher.onDidChange(hear);
    watcher.onDidDelete(hear);
    return watcher;
  }

  #lookAtAll(): void {
    for (const file of this.#subjects.keys()) this.#lookSoon(file);
  }

  #lookSoon(file: string, wait = rest): void {
    const subject = this.#subjects.get(file);
    if (!subject) return;
    clearTimeout(subject.timer);
    subject.timer = setTimeout(() => void this.#lookNow(file, subject), wait);
  }

  #lookNow(file: string, subject: Subject): Promise<void> {
    if (!vscode.workspace.isTrusted) return Promise.resolve();
    subject.stale = true;
    subject.looking ??= this.#lookWhileStale(file, subject).finally(() => {
      subject.looking = null;
    });
    return subject.looking;
  }

  async #lookWhileStale(file: string, subject: Subject): Promise<void> {
    const isCurrent = () => this.#subjects.get(file) === subject;
    while (subject.stale) {
      subject.stale = false;
      try {
        const findings = await this.#look(subject.data, path.dirname(file));
        if (!isCurrent()) return;
        const isNew = JSON.stringify(findings) !== JSON.stringify(subject.findings);
        subject.findings = findings;
        if (!isNew) continue;
        this.#again(file);
        this.#lookSoon(file, growing);
      } catch (error) {
        if (!isCurrent()) return;
        this.#log.warn(`The data of ${file} was not looked at: ${error instanceof Error ? error.message : error}`);
      }
    }
  }
}

/** Whether a path is a given file or folder, or lies within it. */
const holds = (place: string, file: string): boolean => file === place || file.startsWith(`${place}${path.sep}`);
