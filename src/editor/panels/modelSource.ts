/** A model file as a subject of the activation viewer, for when there is no run of it. */
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../data/userError.ts';
import type { InspectorSource } from '../../jobs/inspector/protocol.ts';
import type { Analyses } from '../analysis/analyses.ts';

/** The current model of a file, saved or not. Throws a `UserError` if it has none. */
export async function modelSource(analyses: Analyses, file: string): Promise<InspectorSource> {
  const view = await analyses.newest(await vscode.workspace.openTextDocument(file));
  const model = view?.spec;
  const name = path.basename(file);
  if (!model) {
    throw new UserError('no-model', vscode.l10n.t('{0} has no valid model. Fix what is underlined in it.', name));
  }
  return { kind: 'model', model, folder: path.dirname(file), seed: model.training?.seed ?? 0 };
}
