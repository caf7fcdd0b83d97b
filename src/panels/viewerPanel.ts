/** One activation viewer: passes its view's requests on to an inspector process of its own, which ends with it. */
import * as vscode from 'vscode';
import { UserError } from '../data/userError.ts';
import { InspectionCancelled, InspectorClient } from '../jobs/inspectorClient.ts';
import type { InspectorReply, InspectorSource } from '../jobs/inspectorProtocol.ts';
import type { Viewed, ViewerFacts, ViewerHostFunctions, ViewerViewFunctions } from './viewerProtocol.ts';
import { connectView } from './webviewPanel.ts';

/** What a viewer needs of the rest. */
export interface ViewerServices {
  /** Path of the inspector program. */
  readonly inspector: string;
  /** The model of a file as it is now; rejects with what keeps it from being looked into. */
  readonly model: (file: string) => Promise<InspectorSource>;
}

export class ViewerPanel {
  readonly viewed: Viewed;
  readonly #panel: vscode.WebviewPanel;
  readonly #services: ViewerServices;
  readonly #inspector: InspectorClient;
  readonly #view;
  readonly #underWay = new Map<number, AbortController>();
  readonly #listening: vscode.Disposable;
  /** Opened once, however often the view is loaded. */
  #facts: Promise<ViewerFacts> | null = null;
  /** Those kept now, where they have changed since. */
  #epochs: readonly number[] | null = null;

  constructor(panel: vscode.WebviewPanel, viewed: Viewed, services: ViewerServices) {
    this.viewed = viewed;
    this.#panel = panel;
    this.#services = services;
    this.#inspector = new InspectorClient({
      program: services.inspector,
      onEpochs: (epochs) => {
        this.#epochs = epochs;
        void this.#view.epochs.asEvent(epochs);
      },
    });
    this.#view = connectView<ViewerViewFunctions, ViewerHostFunctions>(panel.webview, this.#functions(), {
      timeout: -1,
    });
    this.#listening = panel.onDidChangeViewState(() => {
      if (!panel.visible) this.#cancelAll();
    });
  }

  dispose(): void {
    this.#cancelAll();
    this.#listening.dispose();
    this.#inspector.dispose();
    this.#view.$close(new Error('The panel was closed.'));
  }

  #functions(): ViewerHostFunctions {
    return {
      open: () => settle(this.#open()),
      ask: (id, method, request) => {
        const controller = new AbortController();
        this.#underWay.set(id, controller);
        const answer = this.#inspector.ask(method, request, {
          signal: controller.signal,
          onProgress: (done, total) => void this.#view.progress.asEvent(id, done, total),
        });
        return settle(answer).finally(() => this.#underWay.delete(id));
      },
      cancel: (id) => this.#underWay.get(id)?.abort(),
      chooseImage: async () => {
        const filters = { [vscode.l10n.t('Images')]: ['png', 'jpg', 'jpeg', 'webp'] };
        const [file] = (await vscode.window.showOpenDialog({ filters })) ?? [];
        return file?.fsPath ?? null;
      },
    };
  }

  async #open(): Promise<ViewerFacts> {
    this.#facts ??= this.#read();
    const opening = this.#facts;
    try {
      const facts = await opening;
      this.#panel.title = vscode.l10n.t('Activations: {0}', facts.name);
      return { ...facts, epochs: this.#epochs ?? facts.epochs };
    } catch (error) {
      // It is tried again when the view asks again.
      if (this.#facts === opening) this.#facts = null;
      throw error;
    }
  }

  async #read(): Promise<ViewerFacts> {
    const { viewed } = this;
    // A panel of before may come back in a folder that is trusted no more.
    if (!vscode.workspace.isTrusted) throw new UserError('untrusted', needsTrust());
    const source: InspectorSource =
      viewed.kind === 'run' ? { kind: 'run', folder: viewed.folder } : await this.#services.model(viewed.file);
    return { ...(await this.#inspector.open(source)), viewed };
  }

  #cancelAll(): void {
    for (const controller of this.#underWay.values()) controller.abort();
  }
}

const needsTrust = (): string =>
  vscode.l10n.t(
    'Looking inside a model reads its run folder and its data, so it needs a folder that you trust. Choose Workspaces: Manage Workspace Trust, then try again.',
  );

/** What became of a request, in a form that crosses to the view; faults of ours are told as well. */
async function settle<T>(answer: Promise<T>): Promise<InspectorReply<T>> {
  try {
    return { kind: 'done', value: await answer };
  } catch (error) {
    if (error instanceof InspectionCancelled) return { kind: 'cancelled' };
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', code: error instanceof UserError ? error.code : 'fault', message };
  }
}
