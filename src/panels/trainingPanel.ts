/**
 * One training panel: follows a run folder and sends its view what is new, a few times a second while it is shown. A
 * hidden view is sent nothing; when it is shown again it asks for everything.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../data/errorMessage.ts';
import type { DataSetImage } from '../jobs/inspector/protocol.ts';
import { isActive, type TrackedState } from '../jobs/runs/trackedRun.ts';
import { type RunUpdate, RunWatcher } from '../jobs/runs/watcher.ts';
import { runLayout } from '../training/layout.ts';
import { readEvaluation } from '../training/runReader.ts';
import { InspectorRelay } from './inspectorRelay.ts';
import { readKernels } from './kernelLayers.ts';
import type { InspectorHost, InspectorView } from './relayProtocol.ts';
import { RunFactsReader } from './runFacts.ts';
import { RunHistory } from './runHistory.ts';
import { titleTab } from './tabTitles.ts';
import type { TrainingHostFunctions, TrainingViewFunctions } from './trainingProtocol.ts';
import { connectView } from './webviewPanel.ts';

/** What a panel needs of jobs and commands. */
export interface RunActions {
  /** Settles when a state to resume from is written. */
  stop(folder: string): Promise<void>;
  /** Settles when the trainer is on its way. */
  resume(folder: string): Promise<void>;
  /** Trains a model again; settles when that is requested. */
  train(modelFile: string): Promise<void>;
  /** Opens the activation viewer on a run, at an image if one is given. */
  look(folder: string, image?: DataSetImage): Promise<void>;
  /** The overall state of a run whose folder says `update`. */
  stateOf(update: RunUpdate): TrackedState;
  /** Path of the inspector program. */
  readonly inspector: string;
}

/** Milliseconds between updates of the view: drawing takes CPU time from training. */
const pace = 200;

export class TrainingPanel {
  readonly folder: string;
  readonly #panel: vscode.WebviewPanel;
  readonly #actions: RunActions;
  readonly #watcher: RunWatcher;
  readonly #facts: RunFactsReader;
  readonly #history = new RunHistory();
  readonly #view;
  readonly #listening: vscode.Disposable;
  /** For the images behind the confusion matrix; `null` until some are requested. */
  #relay: InspectorRelay | null = null;
  #latest: RunUpdate | null = null;
  /** Whether the view has asked for the run since its page was loaded. */
  #open = false;
  #timer: NodeJS.Timeout | undefined;
  /** When the last update began, by `performance.now()`. */
  #sent = -pace;
  /** A run requested in this window: until it starts, an unreadable folder is not an error. */
  readonly #expectedOf: string | null;
  /** Why the trainer ended, if the run folder does not say. */
  #ended: string | null = null;
  /** There is something new since the last update began. */
  #changed = false;

  /** `expectedOf`: the model file of a run that may not have started; null if the folder must exist. */
  constructor(panel: vscode.WebviewPanel, folder: string, actions: RunActions, expectedOf: string | null) {
    this.folder = folder;
    this.#panel = panel;
    this.#actions = actions;
    this.#expectedOf = expectedOf;
    this.#facts = new RunFactsReader(folder);
    this.#view = connectView<TrainingViewFunctions, TrainingHostFunctions>(panel.webview, this.#functions());
    this.#watcher = new RunWatcher(folder, {
      onUpdate: (update) => this.#hear(update),
      onError: (error) => this.#fail(error),
    });
    this.#listening = panel.onDidChangeViewState(() => {
      this.#open &&= panel.visible;
      if (!panel.visible) this.#letGoOfInspector();
    });
  }

  /** The model file whose training this shows; null if neither caller nor run has said. */
  get modelFile(): string | null {
    return this.#latest?.run.manifest.modelFile ?? this.#expectedOf;
  }

  /** Whether its run is in progress or still to come. */
  get isActive(): boolean {
    return this.#latest === null ? this.#ended === null : isActive(this.#actions.stateOf(this.#latest));
  }

  /** Whether the run folder has been read. */
  get hasBegun(): boolean {
    return this.#latest !== null;
  }

  /** Updates the run's state. */
  refresh(): void {
    if (this.#latest !== null) {
      this.#schedule();
    }
  }

  /**
   * Nothing more will come, and the run folder does not say why: the view shows `message` until something does come.
   */
  end(message: string): void {
    this.#ended = message;
    this.#schedule();
  }

  /** Lets go of the run, but not of the panel's tab. */
  dispose(): void {
    this.#open = false;
    clearTimeout(this.#timer);
    this.#watcher.dispose();
    this.#listening.dispose();
    this.#letGoOfInspector();
    this.#view.$close(new Error('The panel was closed.'));
  }

  #functions(): TrainingHostFunctions {
    return {
      open: async () => {
        this.#open = true;
        this.#history.rewind();
        await this.#watcher.refresh();
        this.#schedule();
      },
      kernels: async (name, epoch) => {
        const layer = (await this.#facts.kernelLayers(epoch)).find((one) => one.name === name);
        if (layer === undefined) {
          throw new Error(vscode.l10n.t('{0} has no convolution named {1}.', this.folder, name));
        }
        return readKernels(this.folder, layer, epoch);
      },
      stop: () => this.#actions.stop(this.folder),
      resume: () => this.#actions.resume(this.folder),
      train: async () => {
        if (this.modelFile !== null) {
          await this.#actions.train(this.modelFile);
        }
      },
      openModel: async () => {
        if (this.modelFile !== null) {
          await this.#openText(this.modelFile);
        }
      },
      openViewer: (image) => this.#actions.look(this.folder, image),
      ask: (id, method, request) => this.#inspector().ask(id, method, request),
      cancel: (id) => this.#relay?.host.cancel(id),
      exportModel: async () => {
        await vscode.commands.executeCommand('cnnLab.export', this.folder);
      },
      openLog: () => this.#openText(path.join(this.folder, runLayout.log)),
      selectDevice: async () => {
        await vscode.commands.executeCommand('cnnLab.selectDevice');
      },
    };
  }

  /** Started on demand, since its data takes memory. */
  #inspector(): InspectorHost {
    if (this.#relay === null) {
      const progress: InspectorView['progress'] = (...told) => void this.#view.progress.asEvent(...told);
      this.#relay = new InspectorRelay({ program: this.#actions.inspector, progress });
      // Requests to it report why it could not be opened.
      this.#relay.open({ kind: 'run', folder: this.folder }).catch(() => undefined);
    }
    return this.#relay.host;
  }

  #letGoOfInspector(): void {
    this.#relay?.dispose();
    this.#relay = null;
  }

  async #openText(file: string): Promise<void> {
    const first = this.#panel.viewColumn === vscode.ViewColumn.One;
    const viewColumn = first ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
    if (!existsSync(file)) throw new Error(vscode.l10n.t('{0} no longer exists.', file));
    await vscode.window.showTextDocument(vscode.Uri.file(file), { viewColumn });
  }

  #hear(update: RunUpdate): void {
    if (update.reset) {
      this.#history.clear();
    }
    this.#history.apply(update.events);
    this.#latest = update;
    this.#ended = null;
    titleTab(this.#panel, { title: vscode.l10n.t('Training: {0}', update.run.manifest.name), subject: this.folder });
    this.#schedule();
  }

  #schedule(): void {
    this.#changed = true;
    if (this.#open && this.#timer === undefined) {
      const wait = this.#sent + pace - performance.now();
      this.#timer = setTimeout(() => void this.#send(), Math.max(0, wait));
    }
  }

  async #send(): Promise<void> {
    this.#changed = false;
    this.#sent = performance.now();
    await this.#update().catch((error: unknown) => this.#fail(error));
    this.#timer = undefined;
    if (this.#changed) {
      this.#schedule();
    }
  }

  async #update(): Promise<void> {
    if (this.#latest !== null) {
      await this.#tell(this.#latest);
    } else if (this.#open && this.#expectedOf !== null && this.#ended === null) {
      await this.#view.expect.asEvent();
    }
    if (this.#open && this.#ended !== null) {
      await this.#view.fail.asEvent({ message: this.#ended, neverBegan: !this.hasBegun });
    }
  }

  async #tell(update: RunUpdate): Promise<void> {
    const tracked = this.#actions.stateOf(update);
    const facts = await this.#facts.read(update.run, tracked, this.#history);
    const evaluation = await readEvaluation(this.folder);
    if (this.#open) {
      await this.#view.update.asEvent({ facts, evaluation, ...this.#history.take() });
    }
  }

  #fail(error: unknown): void {
    const waiting = this.#expectedOf !== null && this.#latest === null;
    if (this.#open && !waiting) {
      const message = messageOf(error);
      void this.#view.fail.asEvent({ message, neverBegan: false });
    }
  }
}
