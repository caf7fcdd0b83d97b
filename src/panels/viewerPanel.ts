/** One activation viewer: passes its view's requests to an inspector process of its own, which ends with it. */
import * as vscode from 'vscode';
import { imageSuffixes } from '../data/imageFolder/listing.ts';
import type { DataSetImage, InspectorSource } from '../jobs/inspector/protocol.ts';
import { clipboardHost } from './clipboardHost.ts';
import { InspectorRelay, settle } from './inspectorRelay.ts';
import { titleTab } from './tabTitles.ts';
import type { Viewed, ViewerFacts, ViewerHostFunctions, ViewerViewFunctions } from './viewerProtocol.ts';
import { connectView } from './webviewPanel.ts';

/** What a viewer needs of the rest of the extension. */
export interface ViewerServices {
  /** Path of the inspector program. */
  readonly inspector: string;
  /** The current model of a file; rejects with the reason if it cannot be looked into. */
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
  #facts: Promise<Omit<ViewerFacts, 'image'>> | null = null;
  /** Whether the current page of the view has asked for its subject. */
  #isOpen = false;
  /** To be shown when it asks. */
  #image: DataSetImage | null = null;
  /** The epochs kept now, if they have changed since. */
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
      if (panel.visible) return;
      this.#isOpen = false;
      this.#relay.cancelAll();
    });
  }

  /** Switches to an image, at once or when the view is ready. */
  show(image: DataSetImage): void {
    if (this.#isOpen) void this.#view.show.asEvent(image);
    else this.#image = image;
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
      const { viewed } = this;
      const subject = viewed.kind === 'run' ? viewed.folder : viewed.file;
      titleTab(this.#panel, { title: vscode.l10n.t('Activations: {0}', facts.name), subject });
      const image = this.#image;
      this.#image = null;
      this.#isOpen = true;
      return { ...facts, epochs: this.#epochs ?? facts.epochs, image };
    } catch (error) {
      // Retried when the view asks again.
      if (this.#facts === opening) this.#facts = null;
      throw error;
    }
  }

  async #read(): Promise<Omit<ViewerFacts, 'image'>> {
    const { viewed } = this;
    const source: InspectorSource =
      viewed.kind === 'run' ? { kind: 'run', folder: viewed.folder } : await this.#services.model(viewed.file);
    return { ...(await this.#relay.open(source)), viewed };
  }
}
