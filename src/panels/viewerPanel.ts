/** One activation viewer: passes its view's requests on to an inspector process of its own, which ends with it. */
import * as vscode from 'vscode';
import { imageSuffixes } from '../data/imageFolder/listing.ts';
import { UserError } from '../data/userError.ts';
import type { InspectorSource } from '../jobs/inspectorProtocol.ts';
import { clipboardHost } from './clipboardHost.ts';
import { InspectorRelay, settle } from './inspectorRelay.ts';
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
  readonly #relay: InspectorRelay;
  readonly #view;
  readonly #listening: vscode.Disposable;
  /** Opened once, however often the view is loaded. */
  #facts: Promise<ViewerFacts> | null = null;
  /** Those kept now, where they have changed since. */
  #epochs: readonly number[] | null = null;

  constructor(panel: vscode.WebviewPanel, viewed: Viewed, services: ViewerServices) {
    this.viewed = viewed;
    this.#panel = panel;
    this.#services = services;
    this.#relay = new InspectorRelay({
      program: services.inspector,
      progress: (...told) => void this.#view.progress.asEvent(...told),
      onEpochs: (epochs) => {
        this.#epochs = epochs;
        void this.#view.epochs.asEvent(epochs);
      },
    });
    this.#view = connectView<ViewerViewFunctions, ViewerHostFunctions>(panel.webview, this.#functions(), {
      timeout: -1,
    });
    this.#listening = panel.onDidChangeViewState(() => {
      if (!panel.visible) this.#relay.cancelAll();
    });
  }

  dispose(): void {
    this.#listening.dispose();
    this.#relay.dispose();
    this.#view.$close(new Error('The panel was closed.'));
  }

  #functions(): ViewerHostFunctions {
    return {
      ...this.#relay.host,
      ...clipboardHost,
      open: () => settle(this.#open()),
      chooseImage: async () => {
        const filters = { [vscode.l10n.t('Images')]: [...imageSuffixes] };
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
    return { ...(await this.#relay.open(source)), viewed };
  }
}

const needsTrust = (): string =>
  vscode.l10n.t(
    'Looking inside a model reads its run folder and its data, so it needs a folder that you trust. Choose Workspaces: Manage Workspace Trust, then try again.',
  );
