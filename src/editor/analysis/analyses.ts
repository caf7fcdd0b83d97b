/**
 * One analysis service for all language features: analyses what is in the editors, saved or not, as it changes. One
 * analysis of a file runs at a time, and the next takes the text as it is then, so typing is never held up and needs no
 * debouncing.
 */
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { messageOf } from '../../data/errorMessage.ts';
import type { EvaluatedModel } from '../../jobs/trainer/evaluatedModel.ts';
import type { Analysis, ResizeRequest } from '../../sandbox/analysis.ts';
import { isModelFile } from '../documents.ts';
import type { TextEdit } from './edits.ts';
import { ModelView } from './modelView.ts';

/**
 * Analyses a model file; `texts` overrides the content of files on disk, by absolute path. An `aside` is a hypothetical
 * question beside the file as it is; a newer one of the same name replaces one that still waits.
 */
export type Analyse = (file: string, texts: Readonly<Record<string, string>>, aside?: Aside) => Promise<Analysis>;

export interface Aside {
  readonly name: string;
  readonly resize?: ResizeRequest;
}

/**
 * Milliseconds to wait for an analysis; after that, features show what they have and are notified when there is more.
 */
const patience = 150;

/** Milliseconds from the appearance of a folder to each look at it: files are still copied into it, unwatched. */
const untilFilled: readonly number[] = [0, 500, 2000];

interface Entry {
  readonly view: ModelView;
  /** Text or imports have changed since the current analysis began. */
  stale: boolean;
  running: Promise<void> | null;
}

export class Analyses implements vscode.Disposable {
  readonly #analyse: Analyse;
  readonly #log: Pick<vscode.LogOutputChannel, 'error'>;
  readonly #entries = new Map<string, Entry>();
  readonly #changed = new vscode.EventEmitter<ModelView>();
  readonly #closed = new vscode.EventEmitter<ModelView>();
  readonly #subscriptions: vscode.Disposable[];
  /** Watches TypeScript files on disk, once a model may import them. */
  #watcher: vscode.FileSystemWatcher | null = null;
  /** Watches for new folders, while an import is not found. */
  #folderWatcher: vscode.FileSystemWatcher | null = null;
  #told: string | null = null;
  #disposed = false;
  /** A new analysis of a file has arrived. */
  readonly onDidChange = this.#changed.event;
  readonly onDidClose = this.#closed.event;

  /** Failures of `analyse` go to `log`. */
  constructor(analyse: Analyse, log: Pick<vscode.LogOutputChannel, 'error'>) {
    this.#analyse = analyse;
    this.#log = log;
    this.#subscriptions = [
      this.#changed,
      this.#closed,
      vscode.workspace.onDidOpenTextDocument((document) => this.#open(document)),
      vscode.workspace.onDidChangeTextDocument((event) => this.#edit(event)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#close(document)),
    ];
    for (const document of vscode.workspace.textDocuments) this.#open(document);
  }

  /** What is known of a file: the newest analysis if it arrives soon, else the last good one. */
  async view(document: vscode.TextDocument): Promise<ModelView | undefined> {
    const entry = this.#entries.get(document.fileName) ?? this.#open(document);
    if (entry?.running) await Promise.race([this.#settled(entry), delay(patience)]);
    return entry?.view;
  }

  /** The newest analysis, however long it takes; for training. */
  async newest(document: vscode.TextDocument): Promise<ModelView | undefined> {
    const entry = this.#entries.get(document.fileName) ?? this.#open(document);
    if (entry) await this.#settled(entry);
    return entry?.view;
  }

  /** What is known of the models that read a file, without those whose newest analysis is still to come. */
  async readersOf(file: string): Promise<readonly ModelView[]> {
    const entries = [...this.#entries.values()].filter(({ view }) => view.files.includes(file));
    await Promise.race([Promise.all(entries.map((entry) => this.#settled(entry))), delay(patience)]);
    return entries.filter(({ running }) => running === null).map(({ view }) => view);
  }

  /** The models that a file is part of: its own, or those that import it, by their newest analyses. */
  async modelsOf(document: vscode.TextDocument): Promise<readonly ModelView[]> {
    const own = await this.view(document);
    if (own) return [own];
    const entries = [...this.#entries.values()].filter(({ view }) => view.files.includes(document.fileName));
    await Promise.all(entries.map((entry) => this.#settled(entry)));
    return entries.map(({ view }) => view);
  }

  /** Whether a model that is open imports a file. */
  isImported(file: string): boolean {
    return [...this.#entries.values()].some(({ view }) => view.file !== file && view.files.includes(file));
  }

  /** The model of the latest analysis of a file, if it is valid. */
  evaluated(file: string): EvaluatedModel | null {
    return this.#entries.get(file)?.view.evaluated ?? null;
  }

  /** Analyses a model without showing or changing anything; `texts`, by file, take the place of the current ones. */
  async ask(
    document: vscode.TextDocument,
    aside: Aside,
    texts: Readonly<Record<string, string>> = {},
  ): Promise<Analysis> {
    const { fileName } = document;
    const current = openTexts(this.#entries.get(fileName)?.view.files ?? []);
    return this.#analyse(fileName, { ...current, [fileName]: document.getText(), ...texts }, aside);
  }

  /** Shows an analysis as if it were that of the current text, until the text is analysed again. */
  preview(document: vscode.TextDocument, analysis: Analysis): void {
    const entry = this.#entries.get(document.fileName);
    if (!entry || entry.running) return;
    entry.view.preview(analysis);
    this.#changed.fire(entry.view);
  }

  /** Analyses a file again, as after a preview or with new findings about its data. */
  again(file: string): void {
    const entry = this.#entries.get(file);
    if (entry) this.#run(entry);
  }

  /** Analyses all files again, as after a change of a limit. */
  refresh(): void {
    for (const entry of this.#entries.values()) this.#run(entry);
  }

  /** Without an analyser nothing works, so the user is told why, once. The log has every occurrence. */
  #tell(error: unknown, file: string): void {
    if (this.#disposed) return;
    const message = messageOf(error);
    this.#log.error(`${file} was not analysed: ${(error instanceof Error && error.stack) || message}`);
    if (message === this.#told) return;
    this.#told = message;
    void vscode.window.showErrorMessage(vscode.l10n.t('CNN Lab cannot evaluate model files: {0}', message));
  }

  dispose(): void {
    this.#disposed = true;
    this.#watcher?.dispose();
    this.#folderWatcher?.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #open(document: vscode.TextDocument): Entry | undefined {
    if (!isModelFile(document)) return undefined;
    const known = this.#entries.get(document.fileName);
    if (known) return known;
    const entry: Entry = { view: new ModelView(document.fileName), stale: false, running: null };
    this.#entries.set(document.fileName, entry);
    this.#watcher ??= this.#watchFiles();
    this.#run(entry);
    return entry;
  }

  #watchFiles(): vscode.FileSystemWatcher {
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.ts');
    watcher.onDidChange((uri) => this.#fileChanged(uri.fsPath, false));
    watcher.onDidCreate((uri) => this.#fileChanged(uri.fsPath, true));
    watcher.onDidDelete((uri) => this.#fileChanged(uri.fsPath, true));
    return watcher;
  }

  #edit({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    this.#entries.get(document.fileName)?.view.edit(contentChanges.map(toEdit));
    if (document.fileName.endsWith('.ts')) this.#fileChanged(document.fileName, false);
  }

  #close(document: vscode.TextDocument): void {
    const entry = this.#entries.get(document.fileName);
    if (!entry) return;
    this.#entries.delete(document.fileName);
    this.#watchFolders();
    this.#closed.fire(entry.view);
  }

  /** A file that appears or disappears may fix or break an import of any model. */
  #fileChanged(file: string, cameOrWent: boolean): void {
    for (const entry of this.#entries.values()) {
      if (entry.view.files.includes(file) || (cameOrWent && entry.view.diagnostics.length > 0)) this.#run(entry);
    }
  }

  /** Of a folder that appears with files in it, VS Code reports the folder alone. */
  #watchFolders(): void {
    const isWanted = !this.#disposed && [...this.#entries.values()].some(lacksImport);
    if (isWanted === (this.#folderWatcher !== null)) return;
    this.#folderWatcher?.dispose();
    this.#folderWatcher = isWanted ? vscode.workspace.createFileSystemWatcher('**', false, true, true) : null;
    this.#folderWatcher?.onDidCreate(({ fsPath }) => void this.#appeared(fsPath));
  }

  async #appeared(place: string): Promise<void> {
    const found = await stat(place).catch(() => null);
    if (!found?.isDirectory()) return;
    for (const wait of untilFilled) {
      await delay(wait);
      for (const entry of this.#entries.values()) if (lacksImport(entry)) this.#run(entry);
    }
  }

  async #settled(entry: Entry): Promise<void> {
    while (entry.running) await entry.running;
  }

  #run(entry: Entry): void {
    entry.stale = true;
    entry.running ??= this.#runWhileStale(entry).finally(() => {
      entry.running = null;
    });
  }

  async #runWhileStale(entry: Entry): Promise<void> {
    while (entry.stale) {
      entry.stale = false;
      const { file, files } = entry.view;
      try {
        const finish = entry.view.beginAnalysis();
        finish(await this.#analyse(file, openTexts(files)));
        this.#watchFolders();
        if (this.#entries.get(file) === entry) this.#changed.fire(entry.view);
      } catch (error) {
        this.#tell(error, file);
      }
    }
  }
}

const lacksImport = ({ view }: Entry): boolean => view.diagnostics.some(({ code }) => code === 'import-not-found');

/**
 * The files of a model as they are in editors, and every other unsaved TypeScript file, which it may have
 * come to import. (A document that has just been edited does not call itself dirty yet.)
 */
function openTexts(files: readonly string[]): Record<string, string> {
  const documents = vscode.workspace.textDocuments.filter(
    ({ fileName, isDirty, uri }) =>
      uri.scheme === 'file' && (files.includes(fileName) || (isDirty && fileName.endsWith('.ts'))),
  );
  return Object.fromEntries(documents.map((document) => [document.fileName, document.getText()]));
}

/** VS Code counts from 0. */
function toEdit({ range, text }: vscode.TextDocumentContentChangeEvent): TextEdit {
  return {
    line: range.start.line + 1,
    column: range.start.character + 1,
    endLine: range.end.line + 1,
    endColumn: range.end.character + 1,
    text,
  };
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
