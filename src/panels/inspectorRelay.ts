/** An inspector process behind a view: passes the view's requests on, and returns their outcomes. */
import * as vscode from 'vscode';
import { messageOf } from '../data/errorMessage.ts';
import { UserError } from '../data/userError.ts';
import {
  type AskOptions,
  InspectionCancelled,
  InspectorClient,
  type InspectorClientOptions,
} from '../jobs/inspector/client.ts';
import type { InspectedFacts, InspectorReply, InspectorRequests, InspectorSource } from '../jobs/inspector/protocol.ts';
import type { InspectorHost, InspectorView, RelayedMethod } from './relayProtocol.ts';

export interface InspectorRelayOptions extends InspectorClientOptions {
  readonly progress: (...told: Parameters<InspectorView['progress']>) => void;
}

export class InspectorRelay {
  readonly #inspector: InspectorClient;
  readonly #underWay = new Map<number, AbortController>();
  readonly #progress: InspectorRelayOptions['progress'];

  constructor({ progress, ...options }: InspectorRelayOptions) {
    this.#inspector = new InspectorClient(options);
    this.#progress = progress;
  }

  /** Rejects with a `UserError` if there is nothing to look into. */
  async open(source: InspectorSource): Promise<InspectedFacts> {
    checkTrust();
    return this.#inspector.open(source);
  }

  /** The functions offered to the view. */
  readonly host: InspectorHost = {
    ask: (id, method, request) => {
      const controller = new AbortController();
      this.#underWay.set(id, controller);
      const { signal } = controller;
      const onProgress = (done: number, total: number) => this.#progress(id, done, total);
      return settle(this.#ask(method, request, { signal, onProgress })).finally(() => this.#underWay.delete(id));
    },
    cancel: (id) => this.#underWay.get(id)?.abort(),
  };

  async #ask<K extends RelayedMethod>(
    method: K,
    request: InspectorRequests[K]['request'],
    options: AskOptions,
  ): Promise<InspectorRequests[K]['reply']> {
    checkTrust();
    return this.#inspector.ask(method, request, options);
  }

  /** For a view that is no longer shown. */
  cancelAll(): void {
    for (const controller of this.#underWay.values()) controller.abort();
  }

  dispose(): void {
    this.cancelAll();
    this.#inspector.dispose();
  }
}

/** A panel may be restored in a folder that is no longer trusted. */
function checkTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError(
    'untrusted',
    vscode.l10n.t(
      'Looking inside a model reads its run folder and data, so it requires a trusted folder. Choose Workspaces: Manage Workspace Trust, then try again.',
    ),
  );
}

/** The outcome of a request, in a form that can cross to the view; bugs are reported as well. */
export async function settle<T>(answer: Promise<T>): Promise<InspectorReply<T>> {
  try {
    return { kind: 'done', value: await answer };
  } catch (error) {
    if (error instanceof InspectionCancelled) return { kind: 'cancelled' };
    const message = messageOf(error);
    return { kind: 'refused', code: error instanceof UserError ? error.code : 'fault', message };
  }
}
